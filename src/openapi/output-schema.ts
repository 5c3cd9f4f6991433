import { plainText, saysNothingNew, shortenText } from './plain-text.js';
import { typesIn, type JsonSchema, type ObjectSchema } from './schema-keywords.js';

const MAX_CHARS = 80;

/**
 * The schema of a tool's structured content as `showList` and `showRecord` send it. It promises no more than real
 * answers keep, because clients refuse an answer that breaks it: anything may be null or missing,
 * further names may be there, and no value is held to a list or a format.
 * @returns undefined where the document leaves the answer open
 */
export function outputSchemaOf(answer: JsonSchema, toolName: string): ObjectSchema | undefined {
  const types = typesIn(answer);
  if (types.includes('array')) {
    const items = emit(answer.items ?? {}, ['items', toolName]);
    return {
      type: 'object',
      properties: { items: { type: ['array', 'null'], items }, next_after: {} },
    };
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
  const type = schema.anyOf ? undefined : typeOf(schema);
  if (type) emitted.type = type;
  const text = shortenText(plainText(schema.description), MAX_CHARS);
  if (!saysNothingNew(text, ...seen)) emitted.description = text;
  const properties = type?.includes('object') ? propertiesOf(schema, seen) : undefined;
  if (properties) emitted.properties = properties;
  if (type?.includes('array')) emitted.items = emit(schema.items ?? {}, seen);
  return emitted;
}

/**
 * Bullet Train infers types from sample records: a column that is empty there is documented as a text,
 * whatever it holds, a decimal as a number though Rails sends it as text, an attachment as an object
 * though it is an address; and an id may be obfuscated. So a text, or what is called one, may be anything.
 */
function typeOf(schema: JsonSchema): string[] | undefined {
  const [type, ...others] = typesIn(schema).filter((one) => one !== 'null');
  if (type === undefined || type === 'string' || others.length > 0) return undefined;
  if (type === 'object') return schema.properties && ['object', 'null'];
  return type === 'number' || type === 'integer' ? [type, 'string', 'null'] : [type, 'null'];
}
