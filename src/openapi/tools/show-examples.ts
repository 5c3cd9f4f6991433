import type { JsonSchema, ObjectSchema } from '../schema/schema-keywords.js';

/** An example is a few characters; a longer one explains nothing. */
const MAX_CHARS = 40;
const MAX_ITEMS = 2;
/** Of these everybody knows what to write, and an example of them could be somebody's own. */
const FREE_TEXT =
  /(^|_)(name|title|label|headline|caption|description|summary|notes?|comment|message|text|content|body|subject|bio|email|phone|address\d?|street|city|zip|postcode|company|password|token|secret|key|url|link|path|slug|sku|user|author|contact)(_|$)/i;
/** The same at each rendering of the document: codes, and no numbers that a factory counts on. */
const CODE = /^[A-Za-z#][A-Za-z_.:/#+-]*$/;

/**
 * @returns by the arguments' names, the document's examples of those whose type, values and format do not say what is
 * written there: short, and neither somebody's own words nor an id, which is another in every application
 */
export function argumentExamples(
  schema: ObjectSchema,
  exampleOf: (argument: string) => unknown,
): Record<string, unknown> {
  const examples = Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const example = isTelling(name, property) ? exampleOf(name) : undefined;
    const isId = /(^|_)ids?$/.test(name) && codeOf(example) === undefined;
    return isShort(example) && !isId ? [[name, example] as const] : [];
  });
  return Object.fromEntries(examples);
}

/**
 * Adds those of them to the arguments' descriptions that are the same at each rendering of the document: a list that
 * changes is taken for another one. `product_type`, such as physical.
 */
export function showExamples(
  schema: ObjectSchema,
  examples: Record<string, unknown>,
): ObjectSchema {
  const properties = Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const code = Object.hasOwn(examples, name) ? codeOf(examples[name]) : undefined;
    return [name, code === undefined ? property : withExample(property, code)] as const;
  });
  return { ...schema, properties: Object.fromEntries(properties) };
}

/** What Rails' generators put where nobody has thought of anything. */
const PLACEHOLDER = /^My(String|Text)$/;

/** A text, or a list of them, of which nothing else says what may stand in it. */
function isTelling(name: string, { type, items, ...schema }: JsonSchema): boolean {
  if (FREE_TEXT.test(name)) return false;
  const {
    enum: values,
    format,
    pattern,
    default: value,
  } = type === 'array' ? (items ?? {}) : schema;
  const isText = (type === 'array' ? items?.type : type) === 'string';
  return isText && [values, format, pattern, value].every((known) => known === undefined);
}

function isShort(example: unknown): boolean {
  if (example === undefined || example === null || example === '') return false;
  if (typeof example === 'string' && PLACEHOLDER.test(example)) return false;
  if (Array.isArray(example) && (example.length === 0 || example.includes(null))) return false;
  return (JSON.stringify(example) ?? '').length <= 2 * MAX_CHARS;
}

/** The example as it would be written, if it is short and says the same tomorrow. */
function codeOf(example: unknown): string | undefined {
  const isCode = (value: unknown): value is string =>
    typeof value === 'string' && value.length <= MAX_CHARS && CODE.test(value);
  if (isCode(example)) return example;
  if (!Array.isArray(example) || example.length === 0 || !example.every(isCode)) return undefined;
  return JSON.stringify(example.slice(0, MAX_ITEMS));
}

function withExample(property: JsonSchema, code: string): JsonSchema {
  const { description = '' } = property;
  if (description.toLowerCase().includes(code.toLowerCase())) return property;
  const shown = `such as ${code}`;
  return {
    ...property,
    description: description ? `${description.replace(/[.…\s]*$/, '')}. S${shown.slice(1)}` : shown,
  };
}
