/** A tool as `tools/list` sends it: nothing about it is trusted. */
export interface ListedTool {
  name: string;
  title?: string;
  description?: string;
  inputSchema: Schema;
  outputSchema?: Schema;
  annotations?: Record<string, unknown>;
}

interface Schema {
  [keyword: string]: unknown;
}

const NAME = /^[a-z][a-z0-9_]{0,47}$/;
const ARGUMENT = /^[a-zA-Z_][a-zA-Z0-9_.-]{0,63}$/;
const HINTS = ['readOnlyHint', 'destructiveHint', 'idempotentHint', 'openWorldHint'];
const TYPES = ['string', 'number', 'integer', 'boolean', 'array', 'object'];
/** The schema keywords that every model provider accepts. */
const KEYWORDS = [
  'type',
  'description',
  'properties',
  'required',
  'items',
  'additionalProperties',
  'anyOf',
  'enum',
  'format',
  'default',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
  'minItems',
  'maxItems',
  'minProperties',
];
const MAX_DEPTH = 10;
const MAX_CHARS = 100_000;

/** @returns the reasons for which some provider would refuse a list of tools; empty when all accept it */
export function problemsOfTools(tools: readonly ListedTool[]): string[] {
  const names = tools.map(({ name }) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return [
    ...twice.map((name) => `${name}: two tools are called so`),
    ...tools.flatMap((tool) => problemsOf(tool).map((problem) => `${tool.name}: ${problem}`)),
  ];
}

function problemsOf({
  name,
  title,
  description,
  inputSchema,
  outputSchema,
  annotations,
}: ListedTool) {
  const hints = annotations ?? {};
  return [
    ...(NAME.test(name) ? [] : ['its name is not one that all accept']),
    ...(title?.trim() ? [] : ['it has no title']),
    ...(description?.trim() ? [] : ['it has no description']),
    ...((title?.length ?? 0) <= 120 ? [] : ['its title is too long']),
    ...((description?.length ?? 0) <= 1024 ? [] : ['its description is too long']),
    ...HINTS.filter((hint) => typeof hints[hint] !== 'boolean').map((hint) => `${hint} is missing`),
    ...(hints['readOnlyHint'] && hints['destructiveHint'] ? ['it reads and destroys'] : []),
    ...problemsOfArguments(inputSchema),
    ...(outputSchema === undefined || outputSchema['type'] === 'object'
      ? []
      : ['its output is no object']),
    ...(requiresAnything(outputSchema) ? ['its output requires what may be missing'] : []),
  ];
}

function requiresAnything(schema: unknown): boolean {
  if (!isRecord(schema)) return false;
  const { properties, items } = schema;
  const inner = isRecord(properties) ? Object.values(properties) : [];
  return 'required' in schema || [items, ...inner].some(requiresAnything);
}

function problemsOfArguments(schema: Schema): string[] {
  const keywords = Object.keys(schema).filter(
    (keyword) => !['type', 'properties', 'required'].includes(keyword),
  );
  return [
    ...(schema['type'] === 'object' ? [] : ['its arguments are no object']),
    ...keywords.map((keyword) => `${keyword} at the top of its arguments`),
    ...(JSON.stringify(schema).length <= MAX_CHARS ? [] : ['its arguments take too much room']),
    ...problemsOfSchema(schema, 'arguments', 0),
  ];
}

function problemsOfSchema(schema: unknown, at: string, depth: number): string[] {
  if (!isRecord(schema)) return [`${at} is no schema`];
  if (depth > MAX_DEPTH) return [`${at} is too deep`];
  const { type, properties, required, items, anyOf, pattern, additionalProperties } = schema;
  const names = Object.keys(isRecord(properties) ? properties : {});
  const problems = Object.keys(schema)
    .filter((keyword) => !KEYWORDS.includes(keyword))
    .map((keyword) => `${at} has ${keyword}`);
  const check = (isRight: boolean, problem: string) => {
    if (!isRight) problems.push(`${at} ${problem}`);
  };
  check(type === undefined || TYPES.includes(type as string), `is of type ${JSON.stringify(type)}`);
  check(type !== 'array' || isRecord(items), 'is an array without items');
  check(items === undefined || type === 'array', 'has items and is no array');
  check(properties === undefined || type === 'object', 'has properties and is no object');
  check(
    required === undefined ||
      (Array.isArray(required) &&
        required.length > 0 &&
        required.every((name) => names.includes(name))),
    'requires what it has not',
  );
  const values = schema['enum'];
  check(
    values === undefined || (Array.isArray(values) && values.length > 0 && !values.includes(null)),
    'has a list of values that is empty or holds null',
  );
  check(
    anyOf === undefined || (Array.isArray(anyOf) && anyOf.length > 1),
    'is a choice of less than two',
  );
  check(pattern === undefined || isPattern(pattern), 'has a pattern that is none');
  for (const name of names) check(ARGUMENT.test(name) || depth > 0, `has the argument ${name}`);
  return [
    ...problems,
    ...Object.entries(isRecord(properties) ? properties : {}).flatMap(([name, inner]) =>
      problemsOfSchema(inner, `${at}.${name}`, depth + 1),
    ),
    ...(items === undefined ? [] : problemsOfSchema(items, `${at}[]`, depth + 1)),
    ...(additionalProperties === undefined
      ? []
      : problemsOfSchema(additionalProperties, `${at}.*`, depth + 1)),
    ...(Array.isArray(anyOf) ? anyOf : []).flatMap((variant) =>
      problemsOfSchema(variant, `${at}|`, depth + 1),
    ),
  ];
}

function isPattern(pattern: unknown): boolean {
  try {
    return typeof pattern === 'string' && new RegExp(pattern, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
