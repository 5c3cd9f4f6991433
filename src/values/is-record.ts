import { ExactNumber } from './exact-number.js';

/** Whether a JSON value is an object: not null, not an array, not an `ExactNumber`. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof ExactNumber)
  );
}
