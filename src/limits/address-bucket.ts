import { createHmac } from 'node:crypto';

/** The most keys in Redis for each kind of count; a key takes less than 200 bytes, so 50 MB. */
export const BUCKETS = 2 ** 18;

/**
 * Strangers have more addresses than Redis has memory, so addresses are counted in a fixed number of buckets. Addresses
 * in one bucket share a count; the secret keeps a stranger from finding out who is in theirs.
 * @param secret what every replica knows and no stranger does: the URL of their Redis
 * @returns one of 262,144 short names
 */
export function addressBucket(group: string, secret: string): string {
  const digest = createHmac('sha256', secret).update(group).digest();
  return (digest.readUInt32BE() % BUCKETS).toString(36);
}
