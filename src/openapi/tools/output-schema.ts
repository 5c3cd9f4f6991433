import { plainText, isRedundant, shortenText } from './plain-text.js';
import { isAfter, listIn } from '../plan/list-response.js';
import { chooseFields, type ShownFields } from '../plan/shown-fields.js';
import type { Tool } from './tool.js';
import { typesIn, type JsonSchema, type ObjectSchema } from '../schema/schema-keywords.js';

/** Characters of a description. */
const MAX_CHARS = 80;

/**
 * The schema of a tool's structured content as `listResult` and `recordResult` send it. It promises no more than what
 * they keep themselves, because clients throw away an answer that breaks it, and documents are wrong about everything:
 * Bullet Train infers types from sample records, Rails sends decimals as texts, an error of another kind comes with
 * 200. So below the top it names what there is and what it means, and no types: `properties` counts for objects alone,
 * and `items` for arrays.
 * @param isHidden whether the operator hides a field of answers until it is asked for
 * @returns undefined where the document leaves the answer open
 */
export function outputSchemaOf(
  answer: JsonSchema,
  {
    name: toolName,
    destinations,
    list,
    defaultFields,
  }: Pick<Tool, 'name' | 'destinations' | 'list' | 'defaultFields'>,
  isHidden?: (name: string) => boolean,
): ObjectSchema | undefined {
  const isArray = typesIn(answer).includes('array');
  const parameters = [...destinations.values()].flatMap((one) =>
    one.in === 'parameter' ? [one.parameter] : [],
  );
  const listed = isArray ? answer.items : list && listIn(answer, parameters)?.items;
  if (isArray || listed) {
    const items = shownOf(emit(listed || {}, ['items', toolName]));
    const next = parameters.some(isAfter) ? 'next_after' : 'next';
    return { type: 'object', properties: { items: { type: 'array', items }, [next]: {} } };
  }
  const { properties } = shownOf({ ...propertiesIn(answer, [toolName]) });
  return properties && { type: 'object', properties };

  /** As the answer will be: what is hidden in it is not told of either. */
  function shownOf(schema: JsonSchema): JsonSchema {
    const has = (field: string) =>
      Object.hasOwn(schema.properties ?? {}, field.replace(/\..*/s, ''));
    const choice = { ...(defaultFields && { defaultFields }), ...(isHidden && { isHidden }) };
    const shown = chooseFields(choice)(has);
    return shown ? prune(schema, shown) : schema;
  }
}

function prune(schema: JsonSchema, shown: ShownFields): JsonSchema {
  const { properties, items, ...rest } = schema;
  const kept = Object.entries(properties ?? {}).flatMap(([name, inner]) => {
    const inside = shown.inside(name);
    return inside ? [[name, prune(inner, inside)] as const] : [];
  });
  return {
    ...rest,
    ...(kept.length > 0 && { properties: Object.fromEntries(kept) }),
    ...(items && { items: prune(items, shown) }),
  };
}

function propertiesIn(schema: JsonSchema, seen: string[]): Pick<JsonSchema, 'properties'> {
  const properties = propertiesOf(schema, seen);
  return properties ? { properties } : {};
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
  if (!isRedundant(text, ...seen)) emitted.description = text;
  const properties = propertiesOf(schema, seen);
  if (properties) emitted.properties = properties;
  const items = schema.items && emit(schema.items, seen);
  if (items && Object.keys(items).length > 0) emitted.items = items;
  return emitted;
}
