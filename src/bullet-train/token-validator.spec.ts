import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { readConfig } from '../config/app-config.js';
import type { BulletTrainClient } from './bullet-train.client.js';
import type { UpstreamRequest, UpstreamResponse } from './upstream.js';
import { sha256 } from '../values/sha256.js';
import { TokenValidator, type Verdict } from './token-validator.js';
import { UpstreamError } from './upstream-error.js';

const INFO = {
  resource_owner_id: 1,
  scope: ['admin'],
  expires_in: 7199,
  application: { uid: 'abc' },
};

let answer: UpstreamResponse;
let asked: UpstreamRequest[];
let validator: TokenValidator;

const reply = (status: number, body: unknown, headers = {}): UpstreamResponse => ({
  status,
  headers,
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});

function newValidator(seconds = '60'): TokenValidator {
  const send = (request: UpstreamRequest) => {
    asked.push(request);
    return Promise.resolve(answer);
  };
  const config = readConfig({ TOKEN_CACHE_SECONDS: seconds });
  return new TokenValidator({ send } as unknown as BulletTrainClient, config);
}

beforeEach(() => {
  jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => {});
  asked = [];
  validator = newValidator();
});
afterEach(() => {
  jest.restoreAllMocks();
});

it.each<[what: string, status: number, body: unknown, verdict: Verdict]>([
  ['a token of an application', 200, INFO, { valid: true, application: 'abc', owner: '1' }],
  [
    'one that never expires',
    200,
    { ...INFO, expires_in: null },
    { valid: true, application: 'abc', owner: '1' },
  ],
  ['one of no application', 200, { ...INFO, application: null }, { valid: true, owner: '1' }],
  [
    'one of an application without an id',
    200,
    { ...INFO, application: {} },
    { valid: true, owner: '1' },
  ],
  [
    'one whose id is no text',
    200,
    { ...INFO, application: { uid: 1 } },
    { valid: true, owner: '1' },
  ],
  [
    'one of an application that is a text',
    200,
    { ...INFO, application: 'abc' },
    { valid: true, owner: '1' },
  ],
  ['one of nobody', 200, { ...INFO, resource_owner_id: null }, { valid: true, application: 'abc' }],
  ['little information', 200, {}, { valid: true }],
  ['a token that is not good', 401, { error: 'invalid_token' }, { valid: false }],
  ['no token info', 404, '<html>', { valid: true }],
])('%s', async (_, status, body, verdict) => {
  answer = reply(status, body);
  expect(await validator.check('token')).toEqual(verdict);
  expect(asked).toEqual([{ method: 'GET', path: '/oauth/token/info', token: 'token' }]);
});

it.each<[what: string, status: number, body: unknown]>([
  ['a page', 200, '<html>'],
  ['null', 200, 'null'],
  ['a redirect', 302, ''],
  ['a refusal of another kind', 403, '{}'],
  ['too many requests', 429, '{}'],
  ['a failure', 500, '<html>'],
])(
  'throws, and caches nothing, when the application answers token info with %s',
  async (_, status, body) => {
    answer = reply(status, body, { 'retry-after': '7' });
    await expect(validator.check('token')).rejects.toThrow(UpstreamError);
    await expect(validator.check('token')).rejects.toMatchObject({ retryAfterSeconds: 7 });
    expect(asked).toHaveLength(2);
  },
);

it('asks the application once for all concurrent requests, and not again while the verdict is fresh', async () => {
  answer = reply(200, INFO);
  await Promise.all([validator.check('token'), validator.check('token')]);
  await validator.check('token');
  expect(asked).toHaveLength(1);
  await validator.check('another');
  expect(asked).toHaveLength(2);
});

it('asks the application again after the verdict was dropped', async () => {
  answer = reply(200, INFO);
  await validator.check('token');
  answer = reply(401, {});
  validator.forget('token');
  expect(await validator.check('token')).toEqual({ valid: false });
});

it.each<[what: string, seconds: string, info: object]>([
  ['caching is off', '0', INFO],
  ['the token expires now', '60', { ...INFO, expires_in: 0 }],
  ['the token has expired', '60', { ...INFO, expires_in: -5 }],
])('asks the application every time when %s', async (_, seconds, info) => {
  validator = newValidator(seconds);
  answer = reply(200, info);
  await validator.check('token');
  await validator.check('token');
  expect(asked).toHaveLength(2);
});

it('remembers which tokens were good after their verdicts have expired, and forgets those that are no longer good', async () => {
  validator = newValidator('0');
  answer = reply(200, INFO);
  await validator.check('token');
  expect(validator.isKnown(sha256('token'))).toBe(true);
  expect(validator.isKnown(sha256('another'))).toBe(false);
  answer = reply(401, {});
  await validator.check('token');
  expect(validator.isKnown(sha256('token'))).toBe(false);
});

it('keeps a bounded number of verdicts, and made-up tokens displace no good one', async () => {
  answer = reply(200, { ...INFO, application: { uid: 'x'.repeat(1_000_000) } });
  expect(await validator.check('with a long id')).toEqual({ valid: true, owner: '1' });
  answer = reply(200, INFO);
  for (let at = 0; at < 20_000; at++) await validator.check(`good ${at}`);
  answer = reply(401, {});
  for (let at = 0; at < 50_000; at++) await validator.check(`bad ${at}`);
  asked = [];
  for (let at = 0; at < 20_000; at++) await validator.check(`good ${at}`);
  expect(asked).toEqual([]);
  expect(validator.cached).toBeLessThan(30_000);
  answer = reply(200, INFO);
  for (let at = 0; at < 60_000; at++) await validator.check(`more ${at}`);
  expect(validator.cached).toBeLessThan(60_000);
  expect(validator.cachedBytes).toBeLessThanOrEqual(18 * 1024 * 1024);
});

it('queues a flood of made-up tokens, and validates known tokens meanwhile', async () => {
  const ends: (() => void)[] = [];
  const send = (request: UpstreamRequest) => {
    asked.push(request);
    return new Promise<UpstreamResponse>((resolve) => ends.push(() => resolve(reply(401, {}))));
  };
  validator = new TokenValidator({ send } as unknown as BulletTrainClient, readConfig({}));
  const refused: string[] = [];
  const flood = Array.from({ length: 5_000 }, (_, at) =>
    validator
      .check(`bad ${at}`, undefined, '203.0.113.1')
      .catch((error: UpstreamError) => refused.push(error.code)),
  );
  void validator.check('a stranger elsewhere', undefined, '203.0.113.2').catch(() => undefined);
  void validator.check('known').catch(() => undefined);
  expect(asked.map(({ token }) => token)).toEqual(['bad 0', 'bad 1', 'bad 2', 'bad 3', 'known']);
  // The next place is for the other address, although thousands came before it.
  ends[0]!();
  await flood[0];
  await Promise.resolve();
  expect(asked.at(-1)!.token).toBe('a stranger elsewhere');
  while (ends.length > 0) {
    ends.shift()!();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(flood);
  // 4,096 wait and four are asked; the other address takes one of the places.
  expect(refused.length).toBe(901);
  expect(new Set(refused)).toEqual(new Set(['busy']));
});
