import { isRecord } from '../../values/is-record.js';

/**
 * Applies a function to every string of a JSON value, names of members included.
 * @returns a changed copy; the value itself where no string changes
 */
export function mapTexts<T>(value: T, map: (text: string) => string): T;
export function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) {
    const mapped = value.map((entry: unknown) => mapTexts(entry, map));
    return mapped.some((entry, index) => entry !== value[index]) ? mapped : value;
  }
  if (!isRecord(value)) return value;
  let isSame = true;
  const entries = Object.entries(value).map(([name, inner]) => {
    const entry = [map(name), mapTexts(inner, map)] as const;
    isSame &&= entry[0] === name && entry[1] === inner;
    return entry;
  });
  return isSame ? value : Object.fromEntries(entries);
}
