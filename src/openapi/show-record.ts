import { shortenRecord } from './shorten.js';
import { structuredResult, type ToolResult } from './tool-result.js';

/**
 * A record as a model sees it: as it is, or with its longest texts shortened where it is too long.
 * @param maxChars how long its JSON may become
 */
export function showRecord(record: Record<string, unknown>, maxChars: number): ToolResult {
  const { base64, ...rest } = record;
  // Half a file is no use to anybody.
  if (typeof base64 === 'string' && 'bytes' in rest && base64.length > maxChars) {
    return structuredResult({ ...rest, note: 'The file is too large to be shown.' });
  }
  const whole = structuredResult(record);
  const [{ text }] = whole.content;
  return text.length > maxChars ? structuredResult(shortenRecord(record, maxChars)) : whole;
}
