import { isRecord } from '../../values/is-record.js';
import { writeExactly } from '../../values/exact-number.js';
import { innerSchema, type JsonSchema } from '../schema/schema-keywords.js';

/** One field of a form or a query as Rails names it; its value is a scalar. */
interface FormPair {
  name: string;
  value: unknown;
  /** What the document says of the value; nothing where it does not name it. */
  schema: JsonSchema;
}

/**
 * Writes a value in Rails' brackets: `tags[]=a`, `owner[name]=b`. Records in a list are numbered, `tasks[0][id]=5`:
 * under empty brackets Rack begins a new record only where a key repeats, and would make one of two.
 */
export function formPairs(name: string, value: unknown, schema: JsonSchema = {}): FormPair[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return listPairs(name, value, innerSchema(schema, '0'));
  if (!isRecord(value)) return [{ name, value, schema }];
  return Object.entries(value).flatMap(([key, inner]) =>
    formPairs(name + bracketed(key), inner, innerSchema(schema, key)),
  );
}

/** `name` → `[name]`, and `ids[]`, as some documents have it, → `[ids][]`. */
function bracketed(key: string): string {
  const [, plain, brackets] = /^([^[\]]+)((?:\[[^[\]]*\])+)$/.exec(key) ?? [];
  return plain === undefined ? `[${key}]` : `[${plain}]${brackets}`;
}

/** A document may name a list with its brackets: `ids[]`. */
function listPairs(name: string, list: readonly unknown[], items: JsonSchema): FormPair[] {
  const plain = name.replace(/\[\]$/, '');
  // Rails takes a list of nothing but an empty text for an empty one; no field at all would leave what is there.
  if (list.length === 0) return [{ name: `${plain}[]`, value: null, schema: items }];
  const isFlat = !list.some((item) => Array.isArray(item) || isRecord(item));
  return list.flatMap((item, index) =>
    formPairs(isFlat ? `${plain}[]` : `${plain}[${index}]`, item, items),
  );
}

/** A value as text; null is nothing, and what has parts is JSON. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return Array.isArray(value) || isRecord(value) ? writeExactly(value) : String(value);
}
