import { plainText } from './values.js';
import type { FormSchema } from './plan-types.js';
import { isRecord } from './bridge.js';
import { TEXTS } from './texts.js';

type Schema = Record<string, unknown>;

/** How a field is filled in. `none`: not in this form, such as files. */
type Kind =
  'text' | 'lines' | 'number' | 'integer' | 'choice' | 'flag' | 'day' | 'list' | 'json' | 'none';

export interface Field {
  name: string;
  kind: Kind;
  schema: Schema;
  required: boolean;
}

/** The length from which a text gets more than one line, in characters. */
const LONG_TEXT = 80;

/**
 * The fields of a form.
 * @param schema a tool's arguments
 * @param hidden arguments that the view fills in itself: the ids in the path
 */
export function fieldsOf(
  schema: FormSchema,
  hidden: readonly string[],
  record: Record<string, unknown> = {},
): Field[] {
  return Object.entries(schema.properties ?? {})
    .filter(([name]) => !hidden.includes(name))
    .map(([name, of]) => {
      const field: Schema = isRecord(of) ? of : {};
      const required = schema.required?.includes(name) ?? false;
      return { name, kind: kindOf(field, record[name]), schema: field, required };
    });
}

function kindOf(schema: Schema, value: unknown): Kind {
  const { type, format, contentEncoding } = schema;
  if (contentEncoding !== undefined || format === 'binary' || format === 'byte') return 'none';
  if (Array.isArray(schema['enum'])) return 'choice';
  if (type === 'boolean') return 'flag';
  if (type === 'integer' || type === 'number') return type;
  if (type === 'array') return isOfTexts(schema['items']) ? 'list' : 'json';
  if (type === 'object') return 'json';
  if (format === 'date') return 'day';
  return typeof value === 'string' && (value.length > LONG_TEXT || value.includes('\n'))
    ? 'lines'
    : 'text';
}

function isOfTexts(items: unknown): boolean {
  return isRecord(items) && ['string', 'integer', 'number'].includes(String(items['type']));
}

/** A value as the form shows it. */
export function writeField({ kind }: Field, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (kind === 'list' && Array.isArray(value)) return value.join('\n');
  if (kind === 'json') return JSON.stringify(value, null, 2);
  return plainText(value);
}

/** A field as read: its value, or what is wrong with it. */
export type Reading = { value: unknown } | { problem: string };

/** Reads a filled-in field as an argument; `value` is undefined if the field is empty. */
export function readField(field: Field, text: string): Reading {
  if (text.trim() === '') return field.required ? problem(TEXTS.isRequired) : { value: undefined };
  switch (field.kind) {
    case 'number':
    case 'integer':
      return readNumber(field, text.trim());
    case 'flag':
      return { value: text === 'true' };
    case 'choice':
      return readChoice(field, text);
    case 'day':
      return /^\d{4}-\d{2}-\d{2}$/.test(text) ? { value: text } : problem(TEXTS.isNotDate);
    case 'list':
      return readList(field, text);
    case 'json':
      return readJson(text);
    default:
      return readText(field, text);
  }
}

function readNumber({ kind, schema }: Field, text: string): Reading {
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text)) return problem(TEXTS.isNotNumber);
  const value = Number(text);
  // A larger number would lose digits.
  if (kind === 'integer' && !Number.isSafeInteger(value)) return problem(TEXTS.isNotInteger);
  const { minimum, maximum } = schema;
  if (typeof minimum === 'number' && value < minimum) return problem(TEXTS.isBelow(minimum));
  if (typeof maximum === 'number' && value > maximum) return problem(TEXTS.isAbove(maximum));
  return { value };
}

/** The values that a schema lists. */
export function choicesOf({ enum: choices }: Schema): unknown[] {
  return Array.isArray(choices) ? choices : [];
}

/** The value in the type that the schema lists it in. */
function readChoice({ schema }: Field, text: string): Reading {
  const value = choicesOf(schema).find((choice) => String(choice) === text);
  return value === undefined ? problem(TEXTS.isNotChoice) : { value };
}

function readList({ schema }: Field, text: string): Reading {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const { items } = schema;
  if (isRecord(items) && items['type'] === 'string') return { value: lines };
  const numbers = lines.map(Number);
  return numbers.some(Number.isNaN) ? problem(TEXTS.isNotNumber) : { value: numbers };
}

function readJson(text: string): Reading {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return problem(TEXTS.isNotJson);
  }
}

/** The application checks a `pattern`: one with catastrophic backtracking would hang the view. */
function readText({ schema }: Field, text: string): Reading {
  const { minLength, maxLength } = schema;
  const { length } = [...text];
  if (typeof minLength === 'number' && length < minLength) return problem(TEXTS.isShort(minLength));
  if (typeof maxLength === 'number' && length > maxLength) return problem(TEXTS.isLong(maxLength));
  return { value: text };
}

function problem(text: string): { problem: string } {
  return { problem: text };
}

/** A field that the person has changed. */
export interface Change {
  name: string;
  before: unknown;
  after: unknown;
}

/**
 * What a form changes in a record: the fields that no longer read as the record does. An emptied text or list is sent
 * as an empty one, as a web form sends it; any other emptied field is sent as null.
 */
export function changesOf(
  fields: readonly Field[],
  record: Record<string, unknown>,
  texts: ReadonlyMap<string, string>,
): { changes: Change[]; problems: Map<string, string> } {
  const changes: Change[] = [];
  const problems = new Map<string, string>();
  for (const field of fields) {
    const text = texts.get(field.name);
    if (field.kind === 'none' || text === undefined) continue;
    if (text === writeField(field, record[field.name])) continue;
    const reading = readField(field, text);
    if ('problem' in reading) problems.set(field.name, reading.problem);
    else {
      const after = reading.value === undefined ? emptied(field) : reading.value;
      changes.push({ name: field.name, before: record[field.name], after });
    }
  }
  return { changes, problems };
}

function emptied({ kind }: Field): unknown {
  if (kind === 'list') return [];
  return kind === 'text' || kind === 'lines' ? '' : null;
}
