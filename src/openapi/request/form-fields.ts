import { ArgumentError } from './argument-error.js';
import { writeExactly } from '../../values/exact-number.js';
import { readFileContent } from './file-content.js';
import { formPairs, textOf } from './form-pairs.js';
import { isJsonType } from '../operations/media-type.js';
import { readReference } from './linked-file.js';
import type { FormPart } from './multipart.js';
import type { BodyPlan } from '../plan/plan-body.js';
import { innerSchema, isFileSchema } from '../schema/schema-keywords.js';
import { oneField, styledFields, writeField, type StyledField } from './serialize-parameter.js';

interface FormField extends StyledField {
  contentType?: string;
  /** The media types that a file may have. */
  types?: readonly string[];
  allowReserved?: boolean;
  /** The content of a file, as it was given. */
  file?: unknown;
}

/**
 * Writes `application/x-www-form-urlencoded`.
 * @throws ArgumentError when it would change the method
 */
export function writeForm(plan: BodyPlan, body: Record<string, unknown>): string {
  return fieldsOf(plan, body)
    .map((field) => writeField(field, field.allowReserved))
    .join('&');
}

/**
 * The parts of a multipart form: texts in the order of their fields, then the files.
 * @throws ArgumentError when it would change the method, or a file is none or is too large
 */
export function formParts(plan: BodyPlan, body: Record<string, unknown>): FormPart[] {
  const fields = fieldsOf(plan, body);
  const texts = fields.filter(({ file }) => file === undefined);
  // A file that is being cleared has no part.
  const files = fields.filter(({ file }) => file !== undefined && file !== null);
  return [
    ...texts.map(({ name, parts, separator, contentType }) => ({
      name,
      value: parts.join(separator),
      ...(contentType !== undefined && { contentType }),
    })),
    ...files.map(({ name, file: given, contentType, types = [] }) => {
      const argument = argumentOf(name);
      const file = readReference(given);
      if (file) return { name, value: { file, argument, types } };
      const content = readFileContent(given, argument);
      return { name, value: { ...(contentType !== undefined && { contentType }), ...content } };
    }),
  ];
}

/**
 * Refuses a field `_method`, with or without brackets: Rack would take it for the method and call another operation.
 * @throws ArgumentError
 */
export function refuseMethodOverride(names: readonly string[]): void {
  if (!names.some((name) => /^[\s[\]]*_method\b/i.test(name))) return;
  throw new ArgumentError('"_method" cannot be given: each operation has its own tool.');
}

/** Writes each field as the document says, or else in Rails' brackets. */
function fieldsOf({ fields: encodings, schema = {} }: BodyPlan, body: object): FormField[] {
  const fields = Object.entries(body).flatMap(([name, value]): FormField[] => {
    const encoding = encodings?.get(name);
    const { contentType, style, explode = true, allowReserved, types } = encoding ?? {};
    const own = innerSchema(schema, name);
    if (style !== undefined) {
      return styledFields({ name, style, explode, schema: { type: 'object' } }, value).map(
        (field) => ({ ...field, ...(allowReserved !== undefined && { allowReserved }) }),
      );
    }
    if (contentType !== undefined && isJsonType(contentType)) {
      return [{ ...oneField(name, writeExactly(value)), contentType }];
    }
    return formPairs(name, value, own).map((pair) => ({
      ...oneField(pair.name, textOf(pair.value)),
      ...(contentType !== undefined && { contentType }),
      ...(isFileSchema(pair.schema) && { file: pair.value, ...(types && { types }) }),
    }));
  });
  refuseMethodOverride(fields.map(({ name }) => name));
  return fields;
}

/** The argument of a field: `photo[file][]` → `file`. */
function argumentOf(name: string): string {
  return name.replaceAll(']', '').split('[').findLast(Boolean) ?? name;
}
