import { writeExactly } from '../../values/exact-number.js';
import { isRecord } from '../../values/is-record.js';
import { sha256 } from '../../values/sha256.js';

/** @returns the SHA-256 of a JSON value (base64url), independent of the order of members */
export function digestOf(value: unknown): string {
  return sha256(writeExactly(inOrder(value)));
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, inOrder(inner)] as const);
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
