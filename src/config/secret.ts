import { deflateRawSync } from 'node:zlib';

const MIN_BYTES = 32;

/**
 * Reads a secret of at least 32 random bytes in hexadecimal, base64 or base64url. Random bytes do not compress, so
 * bytes that do are refused.
 * @returns the bytes; undefined when there are too few, or they are not random
 */
export function readSecret(text: string): Buffer | undefined {
  const bytes = decode(text);
  if (!bytes || bytes.length < MIN_BYTES) return undefined;
  return deflateRawSync(bytes, { level: 9 }).length < MIN_BYTES ? undefined : bytes;
}

function decode(text: string): Buffer | undefined {
  if (/^(?:[0-9a-f]{2})+$/i.test(text)) return Buffer.from(text, 'hex');
  // 32 random bytes in base64 have lower-case and upper-case letters; a phrase seldom has both.
  const isRandom = /[a-z]/.test(text) && /[A-Z]/.test(text);
  return isRandom && /^[\w+/-]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : undefined;
}
