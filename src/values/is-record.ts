import { ExactNumber } from './exact-number.js';

/** Whether a JSON value is an object: no null, no array, no number that is kept as its text. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof ExactNumber)
  );
}
