import type { ErrorObject } from 'ajv/dist/2020.js';
import { formatOf } from './formats.js';
import { typesIn, type JsonSchema } from '../schema/schema-keywords.js';

/** The most values that an error lists. */
const MAX_VALUES = 50;

/** Turns validation errors into sentences that say what is expected: one for each error, or one for each choice. */
export function describeProblems(errors: readonly ErrorObject[]): string[] {
  const choices = errors.filter(
    (error) => error.keyword === 'anyOf' && !errors.some((other) => isInside(error, other)),
  );
  const rest = errors.filter(
    (error) => !choices.includes(error) && !choices.some((choice) => isInside(error, choice)),
  );
  return [
    ...rest.map(describeProblem),
    ...choices.flatMap((choice) =>
      describeChoice(
        choice,
        errors.filter((error) => isInside(error, choice)),
      ),
    ),
  ];
}

/** Whether an error belongs to a variant of a choice. */
function isInside(error: ErrorObject, choice: ErrorObject): boolean {
  return (
    choice.keyword === 'anyOf' &&
    error.schemaPath.startsWith(`${choice.schemaPath}/`) &&
    `${error.instancePath}/`.startsWith(`${choice.instancePath}/`)
  );
}

/** Describes the errors of the variant that was meant, where that is clear; otherwise lists the variants. */
function describeChoice(choice: ErrorObject, errors: readonly ErrorObject[]): string[] {
  // Ajv gives an anyOf error its list of schemas.
  const variants = choice.schema as JsonSchema[];
  const path = choice.instancePath;
  const errorsOf = variants.map((_variant, index) =>
    errors.filter(({ schemaPath }) => schemaPath.startsWith(`${choice.schemaPath}/${index}/`)),
  );
  const rightType = errorsOf.filter((own) => !own.some((error) => isAbout(error, path, 0)));
  // The value of a field may tell which object was meant.
  const rightField = rightType.filter((own) => !own.some((error) => isAbout(error, path, 1)));
  const meant = rightType.length === 1 ? rightType : rightField;
  const [only, ...others] = meant;
  if (only && others.length === 0) return describeProblems(only);
  const words = [...new Set(variants.map(wordsFor))];
  return [`"${pathOf(choice)}" must be ${words.join(', or ')}`];
}

/** Whether an error says that a value, or what is a level further in, is not of the kind or not one of the values. */
function isAbout({ keyword, instancePath }: ErrorObject, path: string, level: 0 | 1): boolean {
  const depth = instancePath.slice(path.length).split('/').length - 1;
  const keywords = level === 0 ? ['type', 'enum', 'const'] : ['enum', 'const'];
  return depth === level && keywords.includes(keyword);
}

function describeProblem(error: ErrorObject): string {
  const { keyword, params, data, message } = error;
  const schema: JsonSchema = error.parentSchema ?? {};
  const path = pathOf(error);
  const limit = typeof params['limit'] === 'number' ? params['limit'] : 0;
  switch (keyword) {
    case 'required': {
      const missing = String(params['missingProperty']);
      return `"${path ? `${path}.${missing}` : missing}" is missing`;
    }
    case 'additionalProperties':
      return `there is no "${path}.${String(params['additionalProperty'])}"`;
    case 'enum':
      return `"${path}" must be ${listValues(schema.enum ?? [])}`;
    case 'const':
      return `"${path}" must be ${JSON.stringify(params['allowedValue'])}`;
    case 'type':
    case 'format':
      return `"${path}" must be ${wordsFor(schema)}${given(data, keyword)}`;
    case 'minLength':
      return `"${path}" must ${limit === 1 ? 'not be empty' : `have ${limit} characters at least`}`;
    case 'maxLength':
      return `"${path}" must have ${limit} characters at most`;
    case 'minItems':
      return `"${path}" must hold ${count(limit, 'item')} at least`;
    case 'maxItems':
      return `"${path}" must hold ${count(limit, 'item')} at most`;
    case 'minProperties':
      return `"${path}" must have ${count(limit, 'field')} at least`;
    case 'maxProperties':
      return `"${path}" must have ${count(limit, 'field')} at most`;
    case 'minimum':
      return `"${path}" must be ${limit} or more`;
    case 'maximum':
      return `"${path}" must be ${limit} or less`;
    case 'exclusiveMinimum':
      return `"${path}" must be more than ${limit}`;
    case 'exclusiveMaximum':
      return `"${path}" must be less than ${limit}`;
    case 'multipleOf':
      return `"${path}" must be a multiple of ${String(params['multipleOf'])}`;
    default:
      return `"${path}" ${message ?? 'is not accepted'}`;
  }
}

/** What a schema expects, in words. */
function wordsFor(schema: JsonSchema): string {
  const { anyOf, required } = schema;
  if (schema.enum) return listValues(schema.enum);
  const types = typesIn(schema);
  if (types.length > 0) return types.map((type) => wordsForType(type, schema)).join(', or ');
  if (anyOf) return [...new Set(anyOf.map(wordsFor))].join(', or ');
  return required ? `an object with ${required.join(', ')}` : 'another value';
}

function wordsForType(type: string, schema: JsonSchema): string {
  switch (type) {
    case 'string':
      return schema['format'] === 'binary'
        ? 'a file as base64 or a data URL'
        : wordsForText(schema);
    case 'integer':
      return 'a whole number such as 12';
    case 'number':
      return 'a number such as 12.5';
    case 'boolean':
      return 'true or false';
    case 'array':
      return `a list${exampleOf(schema.items ?? {})}`;
    case 'object':
      return `an object${fieldsOf(schema)}`;
    default:
      return type;
  }
}

function wordsForText(schema: JsonSchema): string {
  const format = formatOf(schema);
  return format ? `${format.words} (format ${String(schema['format'])})` : 'text';
}

/** An example of a list in JSON, where one can be made up. */
function exampleOf(items: JsonSchema): string {
  const [type] = typesIn(items);
  const values = items.enum?.slice(0, 2);
  if (values) return ` such as ${JSON.stringify(values)}`;
  if (type === 'integer' || type === 'number') return ' of numbers such as [1, 2]';
  if (type === 'object') return ` of objects${fieldsOf(items)}`;
  return type === 'array' || type === 'boolean' ? ' in JSON' : ' such as ["a", "b"]';
}

function fieldsOf({ properties = {}, required = [] }: JsonSchema): string {
  const names = required.length > 0 ? required : Object.keys(properties).slice(0, 5);
  return names.length > 0 ? ` with ${names.join(', ')}` : '';
}

function listValues(values: readonly unknown[]): string {
  const shown = values.slice(0, MAX_VALUES).map((value) => JSON.stringify(value));
  const more = values.length > MAX_VALUES ? ` or another of ${values.length}` : '';
  return shown.length === 1 ? `${shown[0]}${more}` : `one of ${shown.join(', ')}${more}`;
}

const GIVEN: Record<string, string> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

/** The type that was given, but not the value, which may be a secret. */
function given(value: unknown, keyword: string): string {
  if (keyword === 'format') return '';
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  return ` (given: ${GIVEN[type] ?? type})`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** A JSON Pointer (RFC 6901) as a caller would write it: `tags.0`. */
function pathOf({ instancePath }: ErrorObject): string {
  return instancePath.slice(1).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~');
}
