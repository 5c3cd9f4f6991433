import { expect, it } from '@jest/globals';
import { addressBucket, BUCKETS } from './address-bucket.js';

const REDIS = 'redis://user:password@redis.example.com:6379';
const groups = Array.from({ length: 5_000 }, (_, at) => `2001:db8:${at.toString(16)}:0::/64`);

it('addressBucket returns short names, no more than there are buckets, and never the address', () => {
  for (const group of groups) {
    const bucket = addressBucket(group, REDIS);
    expect(bucket).toMatch(/^[0-9a-z]{1,4}$/);
    expect(Number.parseInt(bucket, 36)).toBeLessThan(BUCKETS);
  }
});

it('addressBucket puts one address into the same bucket every time, and few addresses into the same one', () => {
  const buckets = groups.map((group) => addressBucket(group, REDIS));
  expect(groups.map((group) => addressBucket(group, REDIS))).toEqual(buckets);
  expect(new Set(buckets).size).toBeGreaterThan(groups.length * 0.97);
});

it('addressBucket depends on a secret, so that nobody can choose colliding addresses', () => {
  const same = groups.filter(
    (group) => addressBucket(group, REDIS) === addressBucket(group, 'redis://localhost:6379'),
  );
  expect(same.length).toBeLessThan(10);
});
