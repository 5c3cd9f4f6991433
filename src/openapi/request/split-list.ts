import { isNumeric, typesIn, type JsonSchema } from '../schema/schema-keywords.js';

const WORD = /^[\p{L}\p{N}_.-]+$/u;
const NUMBER = /^-?\d+(\.\d+)?$/;
/** Items that cannot be part of a sentence: `due_on`, `EUR`, an email address, a URL. */
const NAMES = [
  /^[a-z0-9_.-]+$/,
  /^[A-Z0-9_.-]+$/,
  /^[^\s@,;]+@[^\s@,;]+$/,
  /^https?:\/\/[^\s,;]+$/,
];

/**
 * Splits a text into a list: items separated by commas, semicolons or line breaks, in brackets or as bullets.
 * @returns undefined where the text may be one item that contains a comma, `Paris, France`
 */
export function splitList(text: string, items: JsonSchema): string[] | undefined {
  const trimmed = text.trim();
  const [, inBrackets] = /^\[([^[\]{}"]*)\]$/.exec(trimmed) ?? [];
  if (inBrackets !== undefined) return splitBrackets(inBrackets, items);
  const bullets = readBullets(trimmed);
  if (bullets) return bullets;
  if (!/[,;\n]/.test(trimmed))
    return splitSpaces(trimmed, items) ?? (trimmed ? [trimmed] : undefined);
  // A comma without a space does not belong to a sentence.
  const words = trimmed.split(',');
  if (words.every((word) => WORD.test(word))) return words;
  const parts = trimmed.split(/\s*[,;\n]\s*/);
  return isList(parts, items) ? parts : undefined;
}

/** As other languages write lists: `['a', 'b']`. */
function splitBrackets(text: string, items: JsonSchema): string[] | undefined {
  if (text.trim() === '') return [];
  const quoted = text.split(/,(?=\s*')/).map((part) => /^\s*'([^']*)'\s*$/.exec(part)?.[1]);
  if (quoted.every((part) => part !== undefined)) return quoted;
  const parts = text.trim().split(/\s*,\s*/);
  return parts.every((part) => WORD.test(part)) || isList(parts, items) ? parts : undefined;
}

function readBullets(text: string): string[] | undefined {
  const lines = text.split(/\s*\n\s*/);
  const bullets = lines.map((line) => /^(?:[-*•]|\d{1,3}[.)])\s+(.+)$/.exec(line)?.[1]);
  return bullets.every((bullet) => bullet !== undefined) ? bullets : undefined;
}

/** `7 8 9`, but not `1 000`, which may be a thousand. */
function splitSpaces(text: string, items: JsonSchema): string[] | undefined {
  const parts = text.split(/\s+/);
  if (parts.length < 2) return undefined;
  if (isOneOf(parts, items)) return parts;
  const isGrouped = parts.slice(1).every((part) => /^\d{3}$/.test(part));
  return parts.every((part) => NUMBER.test(part)) && !isGrouped && isNumeric(typesIn(items))
    ? parts
    : undefined;
}

function isList(parts: readonly string[], items: JsonSchema): boolean {
  return (
    isOneOf(parts, items) ||
    [NUMBER, ...NAMES].some((pattern) => parts.every((part) => pattern.test(part)))
  );
}

function isOneOf(parts: readonly string[], { enum: values }: JsonSchema): boolean {
  const known = values?.map((value) => String(value).toLowerCase());
  return known !== undefined && parts.every((part) => known.includes(part.toLowerCase()));
}
