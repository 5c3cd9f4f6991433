import { shortenRecord } from './shorten.js';
import { structuredResult, type ToolResult } from './tool-result.js';

/**
 * A record as a model sees it: as it is, or with its longest texts shortened where it is too long.
 * @param maxChars how long its JSON may become
 */
export function showRecord(record: Record<string, unknown>, maxChars: number): ToolResult {
  const whole = structuredResult(record);
  const [{ text }] = whole.content;
  return text.length > maxChars ? structuredResult(shortenRecord(record, maxChars)) : whole;
}
