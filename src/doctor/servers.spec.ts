import { expect, it } from '@jest/globals';
import { readConfig } from '../config/app-config.js';
import { checkServers } from './servers.js';

const config = readConfig({ BULLET_TRAIN_PUBLIC_URL: 'https://app.example.com' });
const check = (servers?: unknown) => checkServers({ openapi: '3.1.0', paths: {}, servers }, config);

it.each([
  ['https://www.example.com/api/v1', /BASE_URL is https:\/\/www\.example\.com, but/],
  ['http://app.example.com/api/v1', /BASE_URL is http:\/\/app\.example\.com, but/],
])('the doctor warns that BASE_URL %s is not the public address', (url, message) => {
  expect(check([{ url }])).toMatchObject([
    { level: 'warning', message: expect.stringMatching(message) },
  ]);
});

it.each([
  ['the same', [{ url: 'https://app.example.com/api/v1' }]],
  ['a path', [{ url: '/api/v1' }]],
  ['a template', [{ url: 'https://{subdomain}.example.com/api/v1' }]],
  ['an empty list', undefined],
  ['no list', 'https://www.example.com'],
])('the doctor accepts as servers of the document: %s', (_what, servers) =>
  expect(check(servers)).toEqual([]),
);
