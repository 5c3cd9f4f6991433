import { memoize } from '../values/memoize.js';
import { MCP_METHODS } from './mcp-methods.js';

const MOST_CHARS = 64;
/** `claude-code`, `Visual Studio Code`, `python-httpx/0.27.0`, `@modelcontextprotocol/inspector`. */
const NAME = /^@?[A-Za-z][A-Za-z0-9 ._/+()[\]:-]*$/;
const METHOD = /^[a-z][A-Za-z]*(\/[a-z][A-Za-z]*){0,3}$/;
/** Names that look like a secret's, and prefixes of well-known secrets. */
const SECRET =
  /token|secret|passw|bearer|basic|credential|api.?key|^(sk|pk|gh[a-z]|xox[a-z]|glpat)[-_]|eyJ/i;

/** There are few names, and every request has one. */
const cleanName = memoize((word): { name?: string } => {
  const cleaned = withoutControls(word);
  return NAME.test(cleaned) && isHarmless(cleaned) ? { name: cleaned } : {};
});

/**
 * A client can send a secret where its name belongs, and others read the log.
 * @param word the client's name as it came
 * @returns the name as the log may have it: at most 64 characters, without control characters; undefined for a text
 *   that
 *   does not look like a name
 */
export function clientName(word: string): string | undefined {
  return cleanName(word.slice(0, MOST_CHARS)).name;
}

/** @returns a text that is, or looks like, an MCP method; `other` for anything else */
export function methodName(word: string): string {
  if (MCP_METHODS.includes(word)) return word;
  const cleaned = withoutControls(word.slice(0, MOST_CHARS));
  return METHOD.test(cleaned) && isHarmless(cleaned) ? cleaned : 'other';
}

function withoutControls(word: string): string {
  return word.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '').trim();
}

/** @returns whether the log may show a part of a path: this server's own parts are words in small letters */
export const isPathWord = memoize(
  (word) => word === 'token' || (/^[a-z._-]{0,30}$/.test(word) && isHarmless(word)),
  MOST_CHARS,
);

/** It names no secret, and none of its runs of letters and digits looks random. */
function isHarmless(word: string): boolean {
  if (SECRET.test(word)) return false;
  const runs = word.split(/[^A-Za-z0-9]+/);
  const mixed = runs.filter((run) => run.length > 3 && /\d/.test(run) && /[A-Za-z]/.test(run));
  return mixed.length < 2 && word.replaceAll(/\D/g, '').length <= 12 && !runs.some(isRandom);
}

const MOST_LETTERS = 20;
const MOST_DIGITS = 8;
/** The longest run that mixes letters and digits, except for up to four digits at its end: `Chrome131`. */
const MOST_MIXED = 7;

function isRandom(run: string): boolean {
  if (/^\d*$/.test(run)) return run.length > MOST_DIGITS;
  const [, letters = run, digits = ''] = /^([A-Za-z]+)(\d{0,4})$/.exec(run) ?? [];
  if (letters.length + digits.length !== run.length || /\d/.test(letters)) {
    return run.length > MOST_MIXED;
  }
  // One letter repeated is not a secret.
  if (new Set(letters).size <= 2) return false;
  const turns = letters.match(/[a-z](?=[A-Z])/g)?.length ?? 0;
  return letters.length > MOST_LETTERS || turns > 3 || /[bcdfghjklmnpqrstvwxz]{6}/i.test(letters);
}
