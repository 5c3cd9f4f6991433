import { randomUUID } from 'node:crypto';
import { parse } from 'lossless-json';

/** Stands before an exact number where it has to pass for text. Nobody outside of this process can know it. */
const MARK = `${randomUUID()}:`;
const MARKED = new RegExp(`"${MARK}([^"]*)"`, 'g');

/** A number that JavaScript's own would write with other digits, such as an id of 19 digits or 1.10. */
export class ExactNumber {
  /** @param digits as JSON has them (RFC 8259 §6) */
  constructor(readonly digits: string) {}

  toString(): string {
    return this.digits;
  }

  /** For JSON.stringify, which knows no such numbers: `writeMarked` makes digits of it. */
  toJSON(): string {
    return MARK + this.digits;
  }
}

/** Behind a number outside of texts. */
const END = '(?:[\\s,}\\]]|$)';
/**
 * One of these finds each number that needs it, and few that do not: 16 digits, an exponent, zeros at the end
 * or at the beginning of a fraction, and -0. Written out and apart they take a tenth of the time of one pattern.
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
 * As JSON.parse, with an `ExactNumber` for every number that would come out with other digits than it went in.
 * @throws SyntaxError
 */
export function parseExactly(json: string): unknown {
  if (!mayBeInexact(json)) return JSON.parse(json);
  // As JSON.parse has it, the last of two members with one name counts.
  return parse(json, null, { parseNumber: readNumber, onDuplicateKey: ({ newValue }) => newValue });
}

/** A number of JSON as JavaScript's own where that is written the same, else with its digits. */
export function readNumber(digits: string): number | ExactNumber {
  const number = Number(digits);
  return String(number) === digits ? number : new ExactNumber(digits);
}

/** As JSON.stringify, with the digits of every `ExactNumber`. */
export function writeExactly(value: unknown): string {
  return writeMarked(JSON.stringify(value));
}

/** Puts the digits where JSON.stringify has marks: for JSON that somebody else has written. */
export function writeMarked(json: string): string {
  return json.includes(MARK) ? json.replace(MARKED, '$1') : json;
}
