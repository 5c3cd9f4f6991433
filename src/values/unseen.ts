/**
 * Characters that a reader does not see, or that change how others look: control characters of terminals, characters
 * that change the direction of text (CVE-2021-42574), tags, variation selectors, fillers, and characters without width
 * (UTS #39, UAX #31 §2.3). Line ends and tabs count as text.
 */
const UNSEEN =
  '(?![\\t\\n\\r\\u0600-\\u0605\\u06DD\\u070F\\u0890\\u0891\\u08E2\\u{110BD}\\u{110CD}])' +
  '[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}\\p{Noncharacter_Code_Point}]';

/** Scripts that join their letters; joiners are part of their spelling. */
const JOINED =
  'Arab Syrc Nkoo Mong Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Mymr Khmr Tibt Bali Java';
/** Scripts without spaces between words; a space without width allows a line break. */
const UNSPACED = 'Thai Laoo Khmr Mymr';

const scripts = (names: string) =>
  `[${names
    .split(' ')
    .map((name) => `\\p{Script_Extensions=${name}}`)
    .join('')}]`;

/** Where such a character belongs to the text; each pattern ends with it. */
const IN_PLACE = [
  // Emoji: shown as a picture or as a sign, keycaps, and joined emoji (UTS #51).
  '\\p{Extended_Pictographic}[\\uFE0E\\uFE0F]',
  '[0-9#*]\\uFE0F(?=\\u20E3)',
  '[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\uFE0F]\\u200D(?=\\p{Extended_Pictographic})',
  `${scripts(JOINED)}[\\u200C\\u200D]`,
  `${scripts(UNSPACED)}\\u200B(?=${scripts(UNSPACED)})`,
  // Variants of a character in Japanese names, and letters of Mongolian.
  '\\p{Script=Han}[\\uFE00-\\uFE02\\u{E0100}-\\u{E01EF}]',
  '\\p{Script_Extensions=Mong}[\\u180B-\\u180F]',
  '[\\p{Sm}\\p{Script_Extensions=Mymr}]\\uFE00',
].join('|');

/** The flags of England, Scotland and Wales, the only ones that are written with tags. */
const FLAG =
  '\\u{1F3F4}\\u{E0067}\\u{E0062}(?:\\u{E0065}\\u{E006E}\\u{E0067}|\\u{E0073}\\u{E0063}\\u{E0074}|\\u{E0077}\\u{E006C}\\u{E0073})\\u{E007F}';

const ANY = new RegExp(UNSEEN, 'u');
const RUNS = new RegExp(`${FLAG}|(?:${UNSEEN}(?<!${IN_PLACE}))+`, 'gu');
const SHOWN = /‹U\+([0-9A-F]{4,6})›/g;

/** The most characters of one run that are shown: a run may be a whole text in tag characters. */
const MOST_SHOWN = 16;

/** Whether text may have characters that `replaceUnseen` replaces. */
export function hasUnseen(text: string): boolean {
  return ANY.test(text);
}

/** Replaces each run of invisible characters, except where they belong to the script or emoji around them. */
export function replaceUnseen(text: string, replace: (run: string) => string): string {
  if (!hasUnseen(text)) return text;
  return text.replace(RUNS, (run) => (run.startsWith('\u{1F3F4}') ? run : replace(run)));
}

/**
 * Sanitizes an untrusted text by escaping invisible characters, as in `admin‹U+202E›`. The text keeps its information,
 * because it may be a key; `restoreUnseen` reverses it.
 */
export function showUnseen(text: string): string {
  return replaceUnseen(text, (run) => {
    const characters = [...run];
    const shown = characters.slice(0, MOST_SHOWN).map(show).join('');
    const more = characters.length - MOST_SHOWN;
    return more > 0 ? `${shown}‹${more} more unseen characters›` : shown;
  });
}

function show(character: string): string {
  const codePoint = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  return `‹U+${codePoint.padStart(4, '0')}›`;
}

/** Reverses `showUnseen`, so that the application gets its own text back. */
export function restoreUnseen(text: string): string {
  if (!text.includes('‹U+')) return text;
  return text.replace(SHOWN, (shown, digits: string) => {
    const codePoint = Number.parseInt(digits, 16);
    const character = codePoint <= 0x10_ffff ? String.fromCodePoint(codePoint) : '';
    return ANY.test(character) ? character : shown;
  });
}
