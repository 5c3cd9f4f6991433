import { expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { readConfig } from '../config/app-config.js';
import { approvalKey, Approvals } from './approvals.js';
import type { Cookies } from './browser.js';
import type { Client } from './clients/client.js';
import { now, Sealing } from './sealing/sealing.js';

const sealing = new Sealing(readConfig({ OAUTH_SECRET: randomBytes(32).toString('hex') }));
const approvals = new Approvals(sealing);
const WEB = 'https://client.example/callback';
const LOOPBACK = 'http://127.0.0.1:5555/callback';

const client = (id: string, kind: Client['kind'] = 'registered'): Client => ({
  id,
  kind,
  name: 'A client',
  redirectUris: [],
  authenticationMethod: 'none',
});

const approve = async (cookies: Cookies, who: Client, uri: string, as: 'me' | 'team' = 'me') => {
  const { name, value } = await approvals.add(cookies, approvalKey(who, uri)!, as);
  return { ...cookies, [name]: value };
};

it.each<[what: string, who: Client, uri: string, found: string | undefined]>([
  ['the same client', client('a'), WEB, 'team'],
  ['another client', client('b'), WEB, undefined],
  ['another address', client('a'), `${WEB}2`, undefined],
  ['another port', client('a'), 'https://client.example:8443/callback', undefined],
  ['a document client of the same name', client('a', 'document'), WEB, 'team'],
])('an approval holds for %s: %s', async (_, who, uri, found) => {
  const cookies = await approve({}, client('a'), WEB, 'team');
  expect(await approvals.find(cookies, who, uri)).toBe(found);
});

it('holds on loopback for every port of this client', async () => {
  const cookies = await approve({}, client('a'), LOOPBACK);
  expect(await approvals.find(cookies, client('a'), 'http://127.0.0.1:7/callback')).toBe('me');
  expect(await approvals.find(cookies, client('b'), LOOPBACK)).toBeUndefined();
});

it.each([LOOPBACK, 'cursor://app/callback', 'com.example.app:/callback'])(
  'is never remembered for a public document with %s',
  (uri) => {
    expect(approvalKey(client('https://client.example/x', 'document'), uri)).toBeUndefined();
  },
);

it.each<[what: string, value: () => string | Promise<string>]>([
  ['nothing', () => ''],
  ['a word', () => 'x'],
  ['a state', () => sealing.seal('state', { approved: [[approvalKey(client('a'), WEB), 'me']] })],
  [
    'an old one',
    () =>
      sealing.seal('approvals', { approved: [[approvalKey(client('a'), WEB), 'me']] }, now() - 121),
  ],
])('is not found in a cookie that is %s', async (_, value) => {
  expect(await approvals.find({ approvals: await value() }, client('a'), WEB)).toBeUndefined();
});

it('is replaced by a newer one, and 30 fit into a cookie', async () => {
  let cookies: Cookies = {};
  for (let i = 0; i < 31; i += 1) cookies = await approve(cookies, client(`${i}`), WEB);
  cookies = await approve(cookies, client('30'), WEB, 'team');
  expect(await approvals.find(cookies, client('30'), WEB)).toBe('team');
  expect(await approvals.find(cookies, client('1'), WEB)).toBe('me');
  expect(await approvals.find(cookies, client('0'), WEB)).toBeUndefined();
  // RFC 6265 §6.1: name, value and attributes.
  expect(cookies['approvals']!.length).toBeLessThan(3_800);
});
