import { plainText, saysNothingNew, shortenText } from './plain-text.js';
import { isAfter, listIn } from '../plan/list-response.js';
import type { Tool } from './tool.js';
import { typesIn, type JsonSchema, type ObjectSchema } from '../schema/schema-keywords.js';

const MAX_CHARS = 80;

/**
 * The schema of a tool's structured content as `showList` and `showRecord` send it. It promises no more than what they
 * keep themselves, because clients throw away an answer that breaks it, and documents are wrong about everything:
 * Bullet Train infers types from sample records, Rails sends decimals as texts, an error of another kind comes with
 * 200. So below the top it names what there is and what it means, and no types: `properties` counts for objects alone,
 * and `items` for arrays.
 * @returns undefined where the document leaves the answer open
 */
export function outputSchemaOf(
  answer: JsonSchema,
  { name: toolName, destinations, list }: Pick<Tool, 'name' | 'destinations' | 'list'>,
): ObjectSchema | undefined {
  const isArray = typesIn(answer).includes('array');
  const parameters = [...destinations.values()].flatMap((one) =>
    one.in === 'parameter' ? [one.parameter] : [],
  );
  const listed = isArray ? answer.items : list && listIn(answer, parameters)?.items;
  if (isArray || listed) {
    const items = emit(listed || {}, ['items', toolName]);
    const next = parameters.some(isAfter) ? 'next_after' : 'next';
    return { type: 'object', properties: { items: { type: 'array', items }, [next]: {} } };
  }
  const properties = propertiesOf(answer, [toolName]);
  return properties && { type: 'object', properties };
}

function propertiesOf(schema: JsonSchema, seen: string[]): Record<string, JsonSchema> | undefined {
  const all = [schema, ...(schema.anyOf ?? [])].flatMap(({ properties }) =>
    Object.entries(properties ?? {}),
  );
  if (all.length === 0) return undefined;
  return Object.fromEntries(all.map(([name, inner]) => [name, emit(inner, [name, ...seen])]));
}

function emit(schema: JsonSchema, seen: string[]): JsonSchema {
  const emitted: JsonSchema = {};
  const text = shortenText(plainText(schema.description), MAX_CHARS);
  if (!saysNothingNew(text, ...seen)) emitted.description = text;
  const properties = propertiesOf(schema, seen);
  if (properties) emitted.properties = properties;
  const items = schema.items && emit(schema.items, seen);
  if (items && Object.keys(items).length > 0) emitted.items = items;
  return emitted;
}
