import { createHmac } from 'node:crypto';

/** So many keys are in Redis at most for each kind of count, of less than 200 bytes each: 50 MB. */
export const BUCKETS = 2 ** 18;

/**
 * Redis is everybody's, and has to be bounded although strangers have more addresses than there is memory: they are
 * counted in buckets. Who shares one with a stranger shares the stranger's count as well, so nobody is to know whose
 * bucket is whose.
 * @param secret what all replicas know and no stranger does: the address of their Redis
 * @returns one of 262,144 short names
 */
export function addressBucket(group: string, secret: string): string {
  const digest = createHmac('sha256', secret).update(group).digest();
  return (digest.readUInt32BE() % BUCKETS).toString(36);
}
