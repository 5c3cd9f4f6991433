import { expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { readConfig } from '../../config/app-config.js';
import { Sealing } from '../sealing/sealing.js';
import { kindOf, readName, thumbprintOf, type ClientKind } from './client.js';

it.each<[id: string, kind: ClientKind]>([
  ['3ZgdDXK0pHkJmmnG4Jz2gtu-BGK2kHkuaGqCxhAwRpU', 'passthrough'],
  ['a', 'passthrough'],
  ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x', 'passthrough'],
  ['eyJ..a.b', 'passthrough'],
  ['https:client.example', 'passthrough'],
  ['https://client.example/metadata.json', 'document'],
  ['http://localhost/metadata.json', 'document'],
  ['javascript://client.example', 'document'],
  ['eyJhbGciOiJkaXIifQ..a.b.c', 'registered'],
])('the client_id %s has the form of a %s', (id, kind) => {
  expect(kindOf(id)).toBe(kind);
});

it("a sealed registration is recognised as this server's own client_id", async () => {
  const sealing = new Sealing(readConfig({ OAUTH_SECRET: randomBytes(32).toString('hex') }));
  expect(kindOf(await sealing.seal('client', {}))).toBe('registered');
});

it('a client_id has a thumbprint', () => {
  expect(thumbprintOf('a')).toBe('ypeBEsobvcr6wjGzmiPcTaeG7_gUfE5yuYB3ha_uSLs');
});

it.each<[what: string, given: unknown, name: string | undefined]>([
  ['a name', 'ChatGPT', 'ChatGPT'],
  ['spaces', '  My \t\n  client ', 'My client'],
  ['another script', 'クライアント 客户端', 'クライアント 客户端'],
  ['an emoji', '🚆 Train', '🚆 Train'],
  ['markup, which the page escapes', '<b>A</b>', '<b>A</b>'],
  ['an end of the quotation', 'A” to B? Checked. “', "A' to B? Checked. '"],
  ['other quotation marks', '"«»“”„‟″〝〞＂', "'".repeat(11)],
  ['control characters', 'A\0\u0007\u001b[31mB\u007f\u0085', 'A[31mB'],
  ['a text written backwards', '\u202EtpGtahC\u202C\u2066x\u2069\u200f', 'tpGtahCx'],
  ['nothing to see', '\u200b\u200d\ufeff\u2060\u00ad', undefined],
  ['fillers that count as letters', 'A\u3164\u115f\u1160\uffa0B', 'AB'],
  ['a filler alone', '\u3164', undefined],
  ['Braille without dots', '\u2800\u2800', undefined],
  ['tags alone', '\u{e0041}\u{e0042}', undefined],
  ['variation selectors alone', '\ufe0f\u{e0100}', undefined],
  ['joiners and vowels that nobody sees', '\u034f\u17b4\u17b5\u180e\u180b', undefined],
  ['more fillers', '\u{16fe4}\u{1d159}\u{1bca0}', undefined],
  ['marks without a letter', '\u0301\u0302', undefined],
  ['every kind of blank', ' \u1680\u2003\u3164\u2800\u200b\u202f\u205f', undefined],
  ['marks upon marks', `A${'\u0301'.repeat(50)}B`, `A${'\u0301'.repeat(4)}B`],
  ['marks of a script', 'กำลังเชื่อมต่อ', 'กำลังเชื่อมต่อ'],
  ['a space at the 80th place', `${'x'.repeat(79)} y`, 'x'.repeat(79)],
  ['separators of lines', 'A\u2028B\u2029C', 'ABC'],
  ['private and unassigned characters', 'A\ue000\u{e0041}\u0378', 'A'],
  ['half a character', 'A\ud83d', 'A'],
  ['81 letters', 'x'.repeat(81), 'x'.repeat(80)],
  ['81 emojis', '🚆'.repeat(81), '🚆'.repeat(80)],
  ['spaces alone', ' \u00a0\u3000 ', undefined],
  ['nothing', '', undefined],
  ['null', null, undefined],
  ['a number', 1, undefined],
  ['a list', ['ChatGPT'], undefined],
  ['an object', { toString: 1 }, undefined],
])('the client name shown to people: %s', (_, given, name) => {
  expect(readName(given)).toBe(name);
});
