import { randomUUID } from 'node:crypto';
import { parse } from 'lossless-json';

/** Marks a text as an exact number in JSON. It is random, so that no text from outside can have it. */
const MARK = `${randomUUID()}:`;
const MARKED = new RegExp(`"${MARK}([^"]*)"`, 'g');

/** A number whose digits JavaScript would change, such as an id of 19 digits or 1.10. */
export class ExactNumber {
  /** @param digits as JSON has them (RFC 8259 §6) */
  constructor(readonly digits: string) {}

  toString(): string {
    return this.digits;
  }

  /** For JSON.stringify, which cannot write such numbers: `writeMarked` turns the result into digits. */
  toJSON(): string {
    return MARK + this.digits;
  }
}

/** What follows a number outside of texts. */
const END = '(?:[\\s,}\\]]|$)';
/**
 * Each number that needs exactness matches one of these, and few others do: 16 digits, an exponent, zeros at the end or
 * at the beginning of a fraction, and -0. Separate patterns take a tenth of the time of one pattern with groups.
 */
const NEED_EXACTNESS = [
  '[0-9.]'.repeat(16),
  `\\d[eE][-+]?\\d+${END}`,
  `\\.(?:\\d*0${END}|0{6})`,
  `-0${END}`,
].map((pattern) => new RegExp(pattern));

/** Whether JSON text may hold a number whose digits JSON.parse would change. */
export function mayBeInexact(json: string): boolean {
  return NEED_EXACTNESS.some((pattern) => pattern.test(json));
}

/**
 * Parses JSON as JSON.parse does, with an `ExactNumber` for every number whose digits would change.
 * @throws SyntaxError
 */
export function parseExactly(json: string): unknown {
  if (!mayBeInexact(json)) return JSON.parse(json);
  // As in JSON.parse, the last of two members with one name counts.
  return parse(json, null, { parseNumber: readNumber, onDuplicateKey: ({ newValue }) => newValue });
}

/** A number of JSON as JavaScript's own if that is written the same, else as an `ExactNumber`. */
export function readNumber(digits: string): number | ExactNumber {
  const number = Number(digits);
  return String(number) === digits ? number : new ExactNumber(digits);
}

/**
 * Names the JSON of a value on the value itself, where no copy takes it along. In a WeakMap, V8 keeps large texts until
 * it collects the old generation: reading a page of 130 KB took ten times as long.
 */
const WRITTEN = Symbol('written');

function setWritten(value: object, json: string): void {
  Object.defineProperty(value, WRITTEN, { value: json, configurable: true });
}

/**
 * As `parseExactly`, for what is passed on: the value is written while it is read, and never again as long as it is
 * itself. Nobody may change it in place. Where it is written as it came, no digit was lost, and no member that has the
 * name of another: then the text is not searched for numbers.
 * @throws SyntaxError
 */
export function readExactly(json: string): unknown {
  const value: unknown = JSON.parse(json);
  const text = JSON.stringify(value);
  if (text !== json && mayBeInexact(json)) return parseExactly(json);
  if (typeof value === 'object' && value !== null) setWritten(value, text);
  return value;
}

/** The JSON of a value that `readExactly` has read and nobody has changed; undefined for any other. */
export function writtenAs(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  // Nobody else has the symbol.
  return (value as { [WRITTEN]?: string })[WRITTEN];
}

/** As `writeExactly`, for what is measured first: the value is not written again as long as it is itself. */
export function writeOnce(value: object): string {
  const text = writeExactly(value);
  setWritten(value, text);
  return text;
}

/**
 * @param texts the JSON of each entry, as `writeExactly` has written it
 * @returns the list, which is not written again as long as it is itself
 */
export function writtenList<List extends readonly unknown[]>(
  list: List,
  texts: readonly string[],
): List {
  setWritten(list, `[${texts.join(',')}]`);
  return list;
}

/** Writes JSON as JSON.stringify does, with the digits of every `ExactNumber`. */
export function writeExactly(value: unknown): string {
  return writtenAs(value) ?? writeMarked(JSON.stringify(value));
}

/** Replaces the marks that JSON.stringify wrote with their digits: for JSON that other code wrote. */
export function writeMarked(json: string): string {
  return json.includes(MARK) ? json.replace(MARKED, '$1') : json;
}
