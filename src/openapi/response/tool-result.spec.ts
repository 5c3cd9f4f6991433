import { expect, it } from '@jest/globals';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { DATA_MARK, markAsData, structuredResult } from './tool-result.js';

it('the mark of data costs 30 tokens a call at most, even where a client shows the JSON of its block', () => {
  const block = markAsData(structuredResult({})).content.at(-1);
  expect(countTokens(`,${JSON.stringify(block)}`)).toBeLessThanOrEqual(30);
  expect(countTokens(DATA_MARK)).toBeLessThanOrEqual(16);
});
