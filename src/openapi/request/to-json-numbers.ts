import { ExactNumber } from '../../values/exact-number.js';

/**
 * Replaces every `ExactNumber` by the nearest double, for a validator that only knows JavaScript's numbers.
 * @returns a copy; the value itself where it contains no `ExactNumber`
 */
export function toJsonNumbers(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof ExactNumber) return nearestDouble(value.digits);
  if (Array.isArray(value)) {
    const items = value.map(toJsonNumbers);
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  // JSON has no other objects.
  const known = value as Record<string, unknown>;
  const entries = Object.entries(known).map(
    ([name, inner]) => [name, toJsonNumbers(inner)] as const,
  );
  return entries.some(([name, inner]) => inner !== known[name])
    ? Object.fromEntries(entries)
    : value;
}

/** A number beyond the range of doubles becomes the largest one, because JSON has no infinity. */
function nearestDouble(digits: string): number {
  const number = Number(digits);
  return Number.isFinite(number) ? number : Math.sign(number) * Number.MAX_VALUE;
}
