import { describe, expect, it } from '@jest/globals';
import { readYaml } from './read-yaml.js';
import { readRepairing } from './repair-yaml.js';

const around = (line: string) => `paths:\n  /a:\n    get:\n      ${line}\n      operationId: a\n`;
const read = (line: string) => {
  const { value, repairs } = readRepairing(around(line), readYaml);
  const { paths } = value as { paths: { '/a': { get: Record<string, unknown> } } };
  return { get: paths['/a'].get, repairs };
};

describe('readRepairing', () => {
  it.each([
    'Tasks: all of them',
    'Tasks:',
    'a: b: c',
    '# of seats',
    '#1',
    '% done',
    '@mentions',
    '&quot;Tasks&quot;',
    '&Co partners',
    '*starred',
    '!important',
    '!important notice',
    '`code`',
    '"Quoted" words',
    "'Quoted' words",
    '"Never closed',
    "'Tis",
    '[Draft] Tasks',
    '{Draft} Tasks',
    '[Draft',
    '- Tasks',
    '? Tasks',
    '-',
    ', Tasks',
    '| Tasks',
    '> 5 Tasks',
    ': Tasks',
    '] Tasks',
    '} Tasks',
    'Tasks: "all"',
  ])('reads the unquoted text %s as a text', (text) => {
    for (const key of ['title', 'summary', 'description']) {
      const { get, repairs } = read(`${key}: ${text}`);
      expect(get).toEqual({ [key]: text, operationId: 'a' });
      expect(repairs).toEqual([expect.stringContaining(`Line 4 of the document`)]);
      expect(repairs[0]).toContain(`${key}: ${text}`);
    }
  });

  it('keeps what follows a # in a document that is broken elsewhere too', () => {
    const { value, repairs } = readRepairing('title: Item # of\nsummary: a: b\n', readYaml);
    expect(value).toEqual({ title: 'Item # of', summary: 'a: b' });
    expect(repairs).toHaveLength(2);
  });

  it.each([
    ['x-label: a: b', { 'x-label': 'a: b' }],
    ['tags: [a]\n      example: @me', { tags: ['a'], example: '@me' }],
    ['tags:\n        - @a\n        - b', { tags: ['@a', 'b'] }],
  ])('repairs a line that would not be valid alone: %s', (line, expected) => {
    expect(read(line).get).toEqual({ ...expected, operationId: 'a' });
  });

  it('repairs lines anywhere, many of them', () => {
    const count = 300;
    const text = Array.from({ length: count }, (_, i) => `k${i}:\n  title: T${i}: x\n`).join('');
    const { value, repairs } = readRepairing(text, readYaml);
    expect(Object.keys(value as object)).toHaveLength(count);
    expect((value as Record<string, unknown>)['k299']).toEqual({ title: 'T299: x' });
    expect(repairs).toHaveLength(21);
    expect(repairs.at(-1)).toMatch(/280 more/);
  });
});

describe('readRepairing of valid YAML', () => {
  it.each([
    'title: Tasks # all of them',
    'title: &name Tasks\n      summary: *name',
    'title: !!str 5',
    'description: |\n        Tasks: all\n        title: # of seats\n        title: &x y',
    'description: Tasks\n        and more',
    'description: "Tasks:\n        and more"',
    'title: "Tasks: all"',
    'title: Projects::Task',
    'title: http://example.com/#top',
    'example: {a: [1, 2]}',
  ])('leaves %j as it is', (line) => {
    expect(read(line).repairs).toEqual([]);
    expect(read(line).get).toEqual(
      (readYaml(around(line)) as { paths: { '/a': { get: object } } }).paths['/a'].get,
    );
  });
});

describe('readRepairing of YAML that cannot be repaired', () => {
  it.each(['a: [1\nb: 2\n', 'a:\n\t- b\n', 'a: b\n c: d: e\n - f\n'])(
    'throws the first error for %j',
    (text) => {
      let message: unknown;
      try {
        readYaml(text);
      } catch (error) {
        message = (error as Error).message;
      }
      expect(message).toBeDefined();
      expect(() => readRepairing(text, readYaml)).toThrow(message as string);
    },
  );

  it('bounds its work for many lines that could be anchors', () => {
    const text = Array.from({ length: 20_000 }, (_, i) => `k${i}:\n  title: &a${i} ${i}: x\n`).join(
      '',
    );
    expect(readRepairing(text, readYaml).repairs.at(-1)).toMatch(/980 more lines/);
  });

  it('gives up after MAX_RETRIES readings', () => {
    const text = Array.from({ length: 40 }, (_, i) => `x${i}: @a\n`).join('');
    let reads = 0;
    const counted = (given: string) => {
      if (given.includes('\n')) reads += 1;
      return readYaml(given);
    };
    expect(() => readRepairing(text, counted)).toThrow();
    expect(reads).toBeLessThan(15);
  });
});
