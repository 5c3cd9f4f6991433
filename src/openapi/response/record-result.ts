import { truncateRecord } from './truncate.js';
import { fitsTokens } from '../../values/text-tokens.js';
import { structuredResult, type ToolResult } from './tool-result.js';

/**
 * A record as a model sees it: as it is, or with its longest texts shortened where it is too long.
 * @param maxTokens how much its JSON may become, by estimate
 */
export function recordResult(record: Record<string, unknown>, maxTokens: number): ToolResult {
  const whole = structuredResult(record);
  const [{ text }] = whole.content;
  return fitsTokens(text, maxTokens) ? whole : structuredResult(truncateRecord(record, maxTokens));
}
