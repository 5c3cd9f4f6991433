import { expect, it } from '@jest/globals';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { DATA_MARK, markAsData, structuredResult } from './tool-result.js';

it('the note that marks data costs at most 30 tokens a call, even where a client shows its JSON', () => {
  const block = markAsData(structuredResult({})).content.at(-1);
  expect(countTokens(`,${JSON.stringify(block)}`)).toBeLessThanOrEqual(30);
  expect(countTokens(DATA_MARK)).toBeLessThanOrEqual(16);
});
