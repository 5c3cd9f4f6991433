import { createHash, timingSafeEqual } from 'node:crypto';

/** SHA-256, base64url. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** Whether two texts are the same, in a time that does not tell where they differ. */
export function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
