import { describe, expect, it } from '@jest/globals';
import { fitsTokens } from '../../values/text-tokens.js';
import { recordResult } from './record-result.js';

const show = (record: Record<string, unknown>, maxTokens = 1_000) => {
  const { content, structuredContent } = recordResult(record, maxTokens);
  expect(JSON.parse(content[0]!.text)).toEqual(structuredContent);
  expect(fitsTokens(content[0]!.text, maxTokens)).toBe(true);
  return structuredContent!;
};

describe('recordResult', () => {
  it('leaves a record that fits as it is', () => {
    const record = { id: 1, name: null, text: 'x'.repeat(900), tags: [{ a: 1 }] };
    expect(show(record)).toEqual(record);
  });

  it('truncates only the longest texts and says how long they were', () => {
    const record = {
      id: 1,
      name: 'n'.repeat(100),
      inner: { a: ['x'.repeat(5_000)] },
      b: 'y'.repeat(9_000),
    };
    expect(show(record)).toEqual({
      id: 1,
      name: record.name,
      inner: { a: [expect.stringMatching(/^x+… \(the first \d+ of 5000 characters\)$/)] },
      b: expect.stringMatching(/^y+… \(the first \d+ of 9000 characters\)$/),
    });
  });

  it('uses most of the token limit', () => {
    const { text } = show({ id: 1, text: 'x'.repeat(100_000) }, 10_000);
    expect((text as string).length).toBeGreaterThan(7_500);
  });

  it('counts characters as JSON writes them, and splits no surrogate pair', () => {
    show({ id: 1, text: '"\n'.repeat(5_000) });
    const { text } = show({ id: 1, text: `a${'😀'.repeat(5_000)}` });
    expect((text as string).isWellFormed()).toBe(true);
  });

  it('truncates the lists inside where truncated texts are not enough', () => {
    const { id, rows } = show({ id: 1, rows: Array.from({ length: 5_000 }, (_, n) => n) });
    expect(id).toBe(1);
    expect((rows as unknown[]).at(-1)).toMatch(/^… \d+ more are not shown$/);
  });

  it('says that a record is too large where nothing helps', () => {
    const record = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`column_${n}`, n]));
    expect(show(record)).toEqual({ note: expect.stringContaining('too large to be shown') });
  });
});
