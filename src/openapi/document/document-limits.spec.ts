import { describe, expect, it } from '@jest/globals';
import { compileTools } from '../compile.js';
import { DocumentError, parseDocument } from './document.js';

/** Control, direction and other unseen characters. */
const EVIL = 'a\0b\x1b[31mc\u202ed\u2066e\u200bf\ng\rh\x85i\u2028j\x9bk\u{e0041}l\ud800';
const yaml = (...lines: string[]) => ['openapi: 3.1.0', ...lines, 'paths: {}'].join('\n');
/** Every level eight times the one below. */
const laughs = (first: string) => [
  `l0: &l0 ${first}`,
  ...Array.from({ length: 12 }, (_, level) => {
    return `l${level + 1}: &l${level + 1} [${Array<string>(8).fill(`*l${level}`).join()}]`;
  }),
];

describe('parseDocument', () => {
  it.each<[what: string, text: string, reason: RegExp]>([
    ['a billion laughs', yaml(...laughs('ha')), /aliases make far too much of it/],
    [
      'one long text over and over',
      yaml(`l: &l ${'x'.repeat(1_000_000)}`, `m: [${Array<string>(100).fill('*l').join()}]`),
      /aliases make far too much of it/,
    ],
    ['an alias to itself', yaml('m: &m { m: *m }'), /leads back to itself/],
    ['an alias to what it stands in', yaml('m: &m [{ a: [*m] }]'), /leads back to itself/],
    [
      'merge keys',
      yaml(
        'm0: &m0 { a: &a {}, b: *a }',
        ...Array.from(
          { length: 40 },
          (_, at) => `m${at + 1}: &m${at + 1} { a: *m${at}, b: *m${at} }`,
        ),
      ),
      /aliases make far too much of it/,
    ],
    [
      'lists in lists in JSON',
      `{"openapi":"3.1.0","x":${'['.repeat(100_000)}${']'.repeat(100_000)},"paths":{}}`,
      /more than 100 levels deep/,
    ],
    [
      'objects in objects in JSON',
      `{"openapi":"3.1.0","paths":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`,
      /more than 100 levels deep/,
    ],
    ['lists in lists in YAML', yaml(`x: ${'['.repeat(100_000)}`), /maxDepth/],
  ])('refuses %s', (_what, text, reason) => {
    expect(() => parseDocument(text)).toThrow(DocumentError);
    expect(() => parseDocument(text)).toThrow(reason);
  });

  it('accepts aliases that only save some writing', () => {
    const text = `openapi: 3.1.0\np: &p [{ name: page, in: query }]\npaths: { /a: { get: { parameters: *p } }, /b: { get: { parameters: *p } } }`;
    expect(compileTools(parseDocument(text)).tools).toHaveLength(2);
  });

  it.each([{ toString: 1 }, [[]], 'x'.repeat(100_000), EVIL])(
    'refuses a version that is none, in one short line: %j',
    (version) => {
      const parse = () => parseDocument(JSON.stringify({ openapi: version, paths: {} }));
      expect(parse).toThrow(/^it is OpenAPI .{1,220} and only 3\.x and 2\.0 are understood$/);
    },
  );
});
