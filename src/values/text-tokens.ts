/** Kinds of ASCII characters. */
const UPPER = 0;
const LOWER = 1;
const DIGIT = 2;
const SPACE = 3;
const BREAK = 4;
const SIGN = 5;
const KINDS = 6;

const KIND_OF = new Uint8Array(128).fill(SIGN);
for (const code of [9, 10, 13]) KIND_OF[code] = BREAK;
KIND_OF[32] = SPACE;
for (let code = 48; code <= 57; code++) KIND_OF[code] = DIGIT;
for (let code = 65; code <= 90; code++) KIND_OF[code] = UPPER;
for (let code = 97; code <= 122; code++) KIND_OF[code] = LOWER;

/** The longest run that is told apart: behind it, all that repeats has begun anew 7 characters from the beginning. */
const LONGEST_RUN = 30;
/** At the beginning, and behind what is not ASCII. */
const APART = KINDS * LONGEST_RUN;
/** Characters after which the count looks whether it may end. */
const LOOK_EVERY = 512;
/** In a step, that a token starts with the character. */
const STARTS = 0x80_00;

/**
 * The rule as a table, because every answer is counted: by the kind and length of the run until here, times eight, and
 * the kind of the next character, the run that it makes, times eight, and whether a token starts with it.
 */
const STEPS = new Uint16Array((APART + 1) * 8);
for (let run = 0; run <= APART; run++) {
  for (let next = 0; next < KINDS; next++) STEPS[run * 8 + next] = stepTo(next, run);
}

function stepTo(next: number, before: number): number {
  const kind = before % KINDS;
  const isHump = kind === LOWER && next === UPPER;
  const goesOn = before < APART && groupOf(kind) === groupOf(next) && !isHump;
  const run = goesOn ? Math.floor(before / KINDS) + 2 : 1;
  const after = ((run > LONGEST_RUN ? 7 : run) - 1) * KINDS + next;
  return after * 8 + (startsToken(next, run) ? STARTS : 0);
}

/** Kinds that make one run together. */
function groupOf(kind: number): number {
  if (kind === UPPER) return LOWER;
  return kind === BREAK ? SPACE : kind;
}

/** A single space is part of the token of the next word. */
function startsToken(kind: number, run: number): boolean {
  if (kind === UPPER || kind === LOWER) return run === 1 || (run > 6 && run % 3 === 1);
  if (kind === DIGIT) return run % 3 === 1;
  if (kind === SIGN) return run % 4 === 1;
  return kind === SPACE ? run % 8 === 2 : run % 8 === 1;
}

/**
 * Estimates the tokens of a text, above all of JSON, in the o200k encoding: at least nine in ten of the real number,
 * and seldom half as many again, in English, in languages without spaces, in ids and in addresses. One pass.
 */
export function estimateTextTokens(text: string): number {
  return Math.ceil(count(text, Infinity).tokens);
}

/**
 * @returns how many of the first characters have at most so many tokens, by the same estimate; a token is taken for a
 *   character at least, which it is in most scripts
 */
export function charactersWithin(text: string, tokens: number): number {
  return count(text, tokens).characters;
}

function count(text: string, most: number): { tokens: number; characters: number } {
  // Whole numbers are counted faster: a token is twenty.
  const limit = most * 20;
  let twentieths = 0;
  let step = APART * 8;
  for (let at = 0; at < text.length; at++) {
    // What is left has room, whatever it is.
    if (
      at % LOOK_EVERY === 0 &&
      twentieths + (text.length - at) * 20 <= limit &&
      limit < Infinity
    ) {
      return { tokens: twentieths / 20, characters: text.length };
    }
    const code = text.charCodeAt(at);
    if (code < 128) {
      // Both tables have an entry for whatever is asked of them.
      step = STEPS[(step & ~STARTS) + KIND_OF[code]!]!;
      if (step >= STARTS) twentieths += 20;
    } else {
      step = APART * 8;
      twentieths += weightOf(code);
    }
    if (twentieths > limit) return { tokens: twentieths / 20, characters: at };
  }
  return { tokens: twentieths / 20, characters: text.length };
}

/** The tokens, in twentieths, of one UTF-16 code unit beyond ASCII: few scripts have tokens for whole words. */
function weightOf(code: number): number {
  if (code < 0x07_00) return 11;
  if (code < 0x09_00) return 30;
  if (code < 0x0e_80) return 12;
  if (code < 0x12_00) return 20;
  return code < 0x17_00 ? 52 : 20;
}

/** A token seldom has more characters, so a longer text is certainly too long. */
const MOST_CHARS_A_TOKEN = 10;

/** Whether a text has at most `tokens` tokens. One with at most as many characters certainly has. */
export function fitsTokens(text: string, tokens: number): boolean {
  if (text.length > tokens * MOST_CHARS_A_TOKEN) return false;
  return charactersWithin(text, tokens) === text.length;
}
