import { deflateRawSync } from 'node:zlib';

const MIN_BYTES = 32;

/**
 * Reads a secret of at least 32 random bytes in hexadecimal, base64 or base64url. Random bytes do not
 * compress, so what does is no secret.
 * @returns the bytes, or undefined when there are too few of them or they are not random
 */
export function readSecret(text: string): Buffer | undefined {
  const bytes = decode(text);
  if (!bytes || bytes.length < MIN_BYTES) return undefined;
  return deflateRawSync(bytes, { level: 9 }).length < MIN_BYTES ? undefined : bytes;
}

function decode(text: string): Buffer | undefined {
  if (/^(?:[0-9a-f]{2})+$/i.test(text)) return Buffer.from(text, 'hex');
  // Of 43 random letters some are small and some are capital; of a phrase they seldom are.
  const isRandom = /[a-z]/.test(text) && /[A-Z]/.test(text);
  return isRandom && /^[\w+/-]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : undefined;
}
