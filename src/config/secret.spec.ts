import { expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readSecret } from './secret.js';

/** As good as random, and the same at every run. */
const BYTES = createHash('sha512').update('a').digest();
const [RANDOM_32, RANDOM_64] = [BYTES.subarray(0, 32), BYTES];

it.each<[what: string, text: string, bytes: Buffer]>([
  ['hexadecimal', RANDOM_32.toString('hex'), RANDOM_32],
  ['upper-case hexadecimal', RANDOM_32.toString('hex').toUpperCase(), RANDOM_32],
  ['base64', RANDOM_32.toString('base64'), RANDOM_32],
  ['base64 without padding', RANDOM_32.toString('base64').replace('=', ''), RANDOM_32],
  ['base64url', RANDOM_32.toString('base64url'), RANDOM_32],
  ['64 bytes', RANDOM_64.toString('base64'), RANDOM_64],
  ['33 bytes', BYTES.subarray(0, 33).toString('hex'), BYTES.subarray(0, 33)],
])('OAUTH_SECRET accepts %s', (_, text, bytes) => {
  expect(readSecret(text)).toEqual(bytes);
});

it.each<[what: string, text: string]>([
  ['nothing', ''],
  ['a word', 'secret'],
  ['a sentence', 'correct horse battery staple correct horse battery staple'],
  ['31 bytes in hexadecimal', BYTES.subarray(0, 31).toString('hex')],
  ['31 bytes in base64', BYTES.subarray(0, 31).toString('base64')],
  ['zeros', '0'.repeat(64)],
  ['zeros in base64', 'A'.repeat(43)],
  ['one letter', 'a'.repeat(64)],
  ['one repeated byte', 'ab'.repeat(32)],
  ['16 bytes repeated twice', BYTES.subarray(0, 16).toString('hex').repeat(2)],
  ['8 bytes repeated eight times', BYTES.subarray(0, 8).toString('hex').repeat(8)],
  ['a repeated sequence of counting bytes', '0123456789abcdef'.repeat(8)],
  ['a word in base64, repeated', Buffer.from('password'.repeat(8)).toString('base64')],
  ['a space in it', `${RANDOM_32.toString('hex')} x`],
  ['other characters', `${RANDOM_32.toString('base64')}!`],
  ['too much padding', `${RANDOM_32.toString('base64')}==`],
])('OAUTH_SECRET refuses %s', (_, text) => {
  expect(readSecret(text)).toBeUndefined();
});
