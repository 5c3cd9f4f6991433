import { hash, timingSafeEqual } from 'node:crypto';

/** @returns the SHA-256 of a text in UTF-8, as base64url: 43 characters */
export function sha256(text: string): string {
  return hash('sha256', text, 'base64url');
}

/** Whether two texts are equal. The time it takes does not tell where they differ. */
export function isEqualConstantTime(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
