import { stemmer } from 'stemmer';

/** Words that say nothing about what is to be done. */
const STOP_WORDS = new Set(
  (
    'a about again all am an and any anybody anyone are as at be been but by can could did do does ' +
    'every everybody everyone for from had has have he her here him his how i if in into is it its ' +
    'just let like many me much my no not now of off on or our out over own please she should so ' +
    'some something than that the their them then there these they this those to too up us via was ' +
    'we were what when where which while who whose why will with would you your'
  ).split(' '),
);

/**
 * What people say for the words that documents use. Only general ones: what a word means in one
 * application belongs into its document.
 */
const SAID_FOR: Record<string, string> = {
  list: 'show see which who what many view browse',
  get: 'show see fetch retrieve view detail look find',
  create: 'add new make start open register insert give put',
  update: 'change edit rename set move modify correct adjust fix raise lower',
  delete: 'remove erase destroy drop kick throw rid take',
  contact: 'customer client person people lead subscriber',
  membership: 'member colleague',
  order: 'buy bought purchase sale sold',
  product: 'sell item',
  user: 'login account',
  image: 'picture photo',
  opportunity: 'deal',
  enrollment: 'student enrolled',
  fulfillment: 'shipment ship delivery',
  price: 'cost',
  rate: 'cost fee',
  location: 'warehouse',
  submission: 'submit fill response',
  unarchive: 'restore back',
  reorder: 'rearrange sort position',
};

const SYNONYMS = new Map<string, string[]>();
for (const [word, said] of Object.entries(SAID_FOR)) {
  for (const other of said.split(' ')) {
    const stem = stemmer(other);
    SYNONYMS.set(stem, [...(SYNONYMS.get(stem) ?? []), stemmer(word)]);
  }
}

/** `listContacts::Tags`, `it's` and `e-mail` → plain words in lower case. */
export function splitWords(text: string): string[] {
  return text
    .replace(/&[#\w]+;/g, ' ')
    .replace(/'s\b/g, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1);
}

/** @returns the stem under which a word of a document is kept, or null for one that says nothing */
export function indexWord(word: string): string | null {
  return STOP_WORDS.has(word) ? null : stemmer(word);
}

/** @returns the stems that a word of a question stands for */
export function queryWords(word: string): string[] {
  const stem = stemmer(word);
  const synonyms = SYNONYMS.get(stem) ?? [];
  return STOP_WORDS.has(word) ? synonyms : [stem, ...synonyms];
}
