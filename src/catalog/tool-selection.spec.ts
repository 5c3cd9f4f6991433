import { describe, expect, it } from '@jest/globals';
import { readToolSelection } from './tool-selection.js';

const read = (query: string) => readToolSelection(new URLSearchParams(query));

describe('readToolSelection', () => {
  it.each([
    ['', false, undefined],
    ['readonly=true', true, undefined],
    ['readonly=false', false, undefined],
    ['tools=a_*', false, ['a_*']],
    ['tools=a_*,tag%3AB&readonly=true', true, ['a_*', 'tag:B']],
  ])('reads %j', (query, readOnly, texts) => {
    const selection = read(query);
    expect(selection.readOnly).toBe(readOnly);
    expect(selection.include?.map(({ text }) => text)).toEqual(texts);
  });

  it('has the same cache key for the same selection, whatever the order of parameters', () => {
    expect(read('tools=a&readonly=true').key).toBe(read('readonly=true&tools=a').key);
    expect(read('readonly=false').key).toBe(read('').key);
    expect(read('tools=a').key).not.toBe(read('tools=a&readonly=true').key);
  });

  it.each([
    ['readonly=', 'readonly must be true or false'],
    ['readonly=1', 'readonly must be true or false'],
    ['readOnly=true', 'no parameter "readOnly"'],
    ['read_only=true', 'there are readonly and tools'],
    ['tools=', 'tools names no tools'],
    ['tools=a b', 'tools cannot read "a b"'],
    ['tools=a&tools=b', 'tools is there twice'],
  ])('refuses %s: %s', (query, message) => {
    expect(() => read(query)).toThrow(message);
  });
});
