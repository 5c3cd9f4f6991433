import { isRecord } from '../../values/is-record.js';
import { anyOf } from './merge-schemas.js';
import type { JsonSchema } from './schema-keywords.js';
import type { SchemaReader } from './schema.js';

/** Many documents write the values of the items into the array's own `enum`. */
function itemValues({ enum: values }: Record<string, unknown>): { enum: unknown[] } | undefined {
  const isOfItems = Array.isArray(values) && !values.some((value) => Array.isArray(value));
  return isOfItems ? { enum: values } : undefined;
}

/** The schema of an array's items. Bullet Train describes them with `contains`; a tuple becomes a choice. */
export function itemsOf(source: Record<string, unknown>, { read }: SchemaReader): JsonSchema {
  const described = source['items'] ?? source['contains'];
  const values = itemValues(source);
  const items = values && isRecord(described) ? { ...values, ...described } : (described ?? values);
  const tuple = Array.isArray(source['prefixItems']) ? source['prefixItems'] : items;
  if (!Array.isArray(tuple) || tuple.length === 0) return read(items);
  const variants = tuple.map((item) => read(item));
  return anyOf(variants);
}
