import { ExactNumber } from '../../values/exact-number.js';

/**
 * For what knows JavaScript's numbers alone, such as a validator.
 * @returns the same value with the nearest double for every `ExactNumber`; the value itself where it holds none
 */
export function toJsonNumbers(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof ExactNumber) return nearestDouble(value.digits);
  if (Array.isArray(value)) {
    const items = value.map(toJsonNumbers);
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  const known = value as Record<string, unknown>;
  const entries = Object.entries(known).map(
    ([name, inner]) => [name, toJsonNumbers(inner)] as const,
  );
  return entries.some(([name, inner]) => inner !== known[name])
    ? Object.fromEntries(entries)
    : value;
}

/** Of a number beyond all doubles the last of them: infinity would be no number of JSON. */
function nearestDouble(digits: string): number {
  const number = Number(digits);
  return Number.isFinite(number) ? number : Math.sign(number) * Number.MAX_VALUE;
}
