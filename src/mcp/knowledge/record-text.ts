import { decode } from 'html-entities';
import { isRecord } from '../../values/is-record.js';

const DEEPEST = 6;
const BREAKS =
  /<\/?(address|blockquote|br|div|dd|dl|dt|h[1-6]|hr|li|ol|p|pre|table|td|th|tr|ul)\b[^>]*>/gi;

/** Writes a record as text: one line for each field with a value, with nested fields below it. */
export function readableText(record: Readonly<Record<string, unknown>>): string {
  return linesOf(record, 0).join('\n');
}

function linesOf(record: Readonly<Record<string, unknown>>, depth: number): string[] {
  return Object.entries(record).flatMap(([name, value]) => {
    const label = `${'  '.repeat(depth)}${labelOf(name)}:`;
    if (isEmpty(value)) return [];
    if (isRecord(value) && depth < DEEPEST) return [label, ...linesOf(value, depth + 1)];
    if (Array.isArray(value) && value.some(isRecord) && depth < DEEPEST) {
      const entries = value.flatMap((entry: unknown) =>
        isRecord(entry) ? itemOf(linesOf(entry, depth + 2), depth) : [`${label} ${textOf(entry)}`],
      );
      return [label, ...entries];
    }
    return [`${label} ${textOf(value)}`];
  });
}

function itemOf(lines: readonly string[], depth: number): string[] {
  const indent = '  '.repeat(depth + 1);
  return lines.map((line, index) => (index === 0 ? `${indent}- ${line.trimStart()}` : line));
}

/** `due_on` → `Due on` */
function labelOf(name: string): string {
  const words = name.replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function isEmpty(value: unknown): boolean {
  return (
    value === null ||
    value === undefined ||
    value === '' ||
    (Array.isArray(value) && value.length === 0)
  );
}

/** Writes a value as text; rich text (Action Text) without its markup. */
export function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (isRecord(value)) return JSON.stringify(value);
  const text = String(value);
  return /<\/?[a-z][^>]*>/i.test(text) ? withoutMarkup(text) : text;
}

function withoutMarkup(html: string): string {
  const text = html
    .replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, '')
    .replace(BREAKS, '\n')
    .replace(/<\/?[a-z][^>]*>/gi, '');
  return decode(text)
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?\n\s*/g, '\n')
    .trim();
}
