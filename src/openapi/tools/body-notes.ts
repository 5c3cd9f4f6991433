import type { Plan } from '../plan/plan.js';
import { typesIn, type JsonSchema } from '../schema/schema-keywords.js';

/** The most fields that a note names. */
const MOST_NAMES = 3;

/**
 * Notes about the body that the input schema cannot express: which fields null empties, because no provider accepts
 * null as a type, and whether additional fields are allowed.
 * @returns sentences without full stops
 */
export function bodyNotes({ method, acceptedSchema, destinations }: Plan): string[] {
  const { properties = {}, additionalProperties } = acceptedSchema;
  const fields = [...destinations].flatMap(([name, { in: place }]) =>
    place === 'body' ? [name] : [],
  );
  const isUpdate = method === 'put' || method === 'patch';
  const notes = isUpdate ? emptiedByNull(fields, properties) : [];
  if (additionalProperties) notes.push('Takes further fields as arguments');
  return notes;
}

function emptiedByNull(
  fields: readonly string[],
  properties: Readonly<Record<string, JsonSchema>>,
): string[] {
  const emptied = fields.filter((name) => takesNull(properties[name] ?? {}));
  const kept = fields.filter((name) => !emptied.includes(name));
  if (emptied.length === 0) return [];
  if (emptied.length <= MOST_NAMES) return [`Null empties ${emptied.join(', ')}`];
  if (kept.length === 0) return ['Null empties a field'];
  return kept.length <= MOST_NAMES
    ? [`Null empties any field but ${kept.join(', ')}`]
    : ['Null empties most fields'];
}

function takesNull(schema: JsonSchema): boolean {
  return typesIn(schema).includes('null') || schema.anyOf?.some(takesNull) === true;
}
