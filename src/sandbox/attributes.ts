import type { Attributes, Row, Value } from './database.js';
import type { Field, Model } from './models.js';
import { Problem } from './problem.js';
import { isRecord } from './request.js';

/**
 * The attributes a request body assigns; what is unknown or read-only is dropped, as by strong parameters.
 * @param current the attributes so far, which must be valid together with the new ones
 * @throws {Problem} 400 without the wrapper key, 422 with the messages by attribute
 */
export function readAttributes(
  model: Model,
  body: Record<string, unknown>,
  current: Attributes,
): Attributes {
  const wrapped = body[model.key];
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

/** A row as the API shows it: the model's fields in their order. */
export function present(model: Model, row: Row): Attributes {
  return Object.fromEntries(model.fields.map(({ name }) => [name, row[name] ?? null]));
}

/** The value as Rails would cast it; undefined when it is not assigned at all. */
function cast(field: Field, given: unknown): Value | undefined {
  if (given === undefined || given === null) return given;
  if (field.type === 'strings') {
    return Array.isArray(given)
      ? given.filter((item) => typeof item !== 'object').map(String)
      : undefined;
  }
  if (typeof given === 'object') return undefined;
  const text = String(given);
  switch (field.type) {
    case 'number':
      return text.trim() === '' ? null : Number(text);
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
  if (field.choices && value !== null && !field.choices.includes(String(value))) {
    return 'is not included in the list';
  }
  if (Number.isNaN(value)) return 'is not a number';
  return undefined;
}
