import { LRUCache } from 'lru-cache';
import { MCP_METHODS } from './mcp-methods.js';

const MOST_CHARS = 64;
/** Names are few, and every request has one; a word is looked at for no longer than its first letters. */
const KEPT = 500;

/** `claude-code`, `Visual Studio Code`, `python-httpx/0.27.0`, `@modelcontextprotocol/inspector`. */
const NAME = /^@?[A-Za-z][A-Za-z0-9 ._/+()[\]:-]*$/;
const METHOD = /^[a-z][A-Za-z]*(\/[a-z][A-Za-z]*){0,3}$/;
/** What is named like a secret may be one; and the beginnings of some that are well known. */
const SECRET =
  /token|secret|passw|bearer|basic|credential|api.?key|^(sk|pk|gh[a-z]|xox[a-z]|glpat)[-_]|eyJ/i;

const names = new LRUCache<string, { name?: string }>({ max: KEPT });

/**
 * Anybody can send a secret in place of a name, and others read the log.
 * @param word a client's self-reported name, as it came
 * @returns the name as it may be logged: at most 64 characters, without control characters; undefined for what does not
 * look like a name
 */
export function clientName(word: string): string | undefined {
  const start = word.slice(0, MOST_CHARS);
  const known = names.get(start);
  if (known) return known.name;
  const cleaned = withoutControls(start);
  const found = NAME.test(cleaned) && isHarmless(cleaned) ? { name: cleaned } : {};
  names.set(start, found);
  return found.name;
}

/** @returns a method of MCP, or what looks like one; `other` for everything else */
export function methodName(word: string): string {
  if (MCP_METHODS.includes(word)) return word;
  const cleaned = withoutControls(word.slice(0, MOST_CHARS));
  return METHOD.test(cleaned) && isHarmless(cleaned) ? cleaned : 'other';
}

function withoutControls(word: string): string {
  return word.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '').trim();
}

/** @returns whether a word of an address can be shown: our own are words in small letters */
export function isPathWord(word: string): boolean {
  return word === 'token' || (/^[a-z._-]{0,30}$/.test(word) && isHarmless(word));
}

/** No secret is named, and none of its runs of letters and digits is one that nobody would think of. */
function isHarmless(word: string): boolean {
  if (SECRET.test(word)) return false;
  const runs = word.split(/[^A-Za-z0-9]+/);
  const mixed = runs.filter((run) => run.length > 3 && /\d/.test(run) && /[A-Za-z]/.test(run));
  return mixed.length < 2 && word.replaceAll(/\D/g, '').length <= 12 && !runs.some(isRandom);
}

const MOST_LETTERS = 20;
const MOST_DIGITS = 8;
/** Of letters and digits together, but for digits at the end: `Chrome131`. */
const MOST_MIXED = 7;

function isRandom(run: string): boolean {
  if (/^\d*$/.test(run)) return run.length > MOST_DIGITS;
  const [, letters = run, digits = ''] = /^([A-Za-z]+)(\d{0,4})$/.exec(run) ?? [];
  if (letters.length + digits.length !== run.length || /\d/.test(letters)) {
    return run.length > MOST_MIXED;
  }
  // One letter over and over is no secret.
  if (new Set(letters).size <= 2) return false;
  const turns = letters.match(/[a-z](?=[A-Z])/g)?.length ?? 0;
  return letters.length > MOST_LETTERS || turns > 3 || /[bcdfghjklmnpqrstvwxz]{6}/i.test(letters);
}
