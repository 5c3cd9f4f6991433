import type { Attributes, Row, Value } from './database.js';
import type { Field, Model } from './models.js';
import { Problem } from './http-error.js';
import { isRecord } from '../values/is-record.js';

/**
 * The attributes that a request body assigns. Unknown and read-only ones are dropped, as strong parameters do. They may
 * be inside the wrapper or at the top level, as with Rails' `wrap_parameters`.
 * @param current the attributes so far, which must be valid together with the new ones
 * @throws {Problem} 400 when the body has none of them, 422 with the messages by attribute
 */
export function readAttributes(
  model: Model,
  body: Record<string, unknown>,
  current: Attributes,
): Attributes {
  const wrapped = body[model.key] ?? onlyFields(model, body);
  // `params.require` wants something in the wrapper, too.
  if (!isRecord(wrapped) || Object.keys(wrapped).length === 0) throw new Problem(400);
  const attributes: Attributes = {};
  const errors: Record<string, string[]> = {};
  for (const field of model.fields.filter(({ writable }) => writable)) {
    const value = cast(field, wrapped[field.name]);
    if (value !== undefined) attributes[field.name] = value;
    const error = check(field, value ?? (value === null ? null : (current[field.name] ?? null)));
    if (error) errors[field.name] = [error];
  }
  if (Object.keys(errors).length > 0) throw new Problem(422, errors);
  return attributes;
}

/** A row as the API shows it: the model's fields in order. Attachments are only in the document. */
export function present(model: Model, row: Row): Attributes {
  const shown = model.fields.filter(({ type }) => type !== 'attachment');
  return Object.fromEntries(shown.map(({ name }) => [name, row[name] ?? null]));
}

function onlyFields(model: Model, body: Record<string, unknown>): Record<string, unknown> {
  const names = model.fields.map(({ name }) => name).filter((name) => name in body);
  return Object.fromEntries(names.map((name) => [name, body[name]]));
}

/** The value as Rails would cast it; undefined when it is not assigned at all. */
function cast(field: Field, given: unknown): Value | undefined {
  if (given === undefined || given === null) return given;
  if (field.type === 'strings') {
    // A JSON column keeps the items unchanged.
    return Array.isArray(given) ? given.filter((item) => typeof item !== 'object') : undefined;
  }
  if (typeof given === 'object') return undefined;
  const text = String(given);
  switch (field.type) {
    case 'decimal':
      return text.trim() === '' ? null : decimal(text);
    case 'boolean':
      return text === '' ? null : !['false', 'f', '0', 'off'].includes(text.toLowerCase());
    case 'date':
      return /^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(Date.parse(text))
        ? text.slice(0, 10)
        : null;
    default:
      return text;
  }
}

function check(field: Field, value: Value): string | undefined {
  const isBlank = value === null || (typeof value === 'string' && value.trim() === '');
  if (field.required && isBlank) return "can't be blank";
  return undefined;
}

/** A decimal column with two places, written as Ruby does, with at least one place. Anything but a number becomes 0. */
function decimal(text: string): string {
  const number = Number.parseFloat(text) || 0;
  return number.toFixed(2).replace(/0$/, '');
}
