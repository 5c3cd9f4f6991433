/** Scripts whose words have no spaces between them, or, in Korean, particles at their ends. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Hangul}]+/gu;
/** A letter with the marks that belong to it, as Thai's vowels do. */
const LETTER = /\P{M}\p{M}*/gu;
/** Accents of alphabets in which people leave them out. */
const ACCENTS = /(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]\p{M}*)\p{M}/gu;
/** Letters that Unicode does not take apart. */
const LIGATURES: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
};

/** `É` and `ｅ` → `e`: lower case, one width, without the accents of alphabets. */
function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(ACCENTS, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[ßæœøłđı]/g, (letter) => LIGATURES[letter] ?? letter);
}

/** `listContacts::Tags`, `it's` and `e-mail` → words in lower case; what has no spaces stays in one. */
export function splitWords(text: string): string[] {
  const spaced = text
    .replace(/&[#\w]+;/g, ' ')
    .replace(/['’]s\b/g, '')
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2');
  return foldText(spaced)
    .replace(UNSPACED, ' $& ')
    .split(/[^\p{L}\p{M}\p{N}ー]+/u)
    .filter((word) => word.length > 1 || isUnspaced(word));
}

/** Whether a word begins in a script without spaces between words, such as Japanese. */
export function isUnspaced(word: string): boolean {
  return word.search(UNSPACED) === 0;
}

/** Each two letters that stand side by side: `請求書` → `請求`, `求書`. A piece of a word is found by them. */
export function pairsOf(word: string): string[] {
  const letters = word.match(LETTER) ?? [];
  if (letters.length < 3) return [word];
  return letters.slice(1).map((letter, index) => `${letters[index] ?? ''}${letter}`);
}

/** The words of a text without spaces, as dictionaries have them. */
export function segmentWords(text: string): string[] {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'word' });
  return [...segmenter.segment(text)].map(({ segment }) => segment);
}

/** Made when it is first needed: few questions need it, and it reads dictionaries. */
let segmenter: Intl.Segmenter | undefined;
