import { stemmer } from 'stemmer';

/** Stop words. */
const STOP_WORDS = new Set(
  (
    'a about again all already also altogether am an and any anybody anyone are as at be been but by can ' +
    'could each every everybody everyone everything far for from had has have he her here him his how i ' +
    'if in into is it its just let like many me much my new next no not now of off on once or our out over ' +
    'own please she should single so some something still than that the their them then there these they ' +
    'this those to too up us via was we were what when where which while who whose why will with would ' +
    'yet you your'
  ).split(' '),
);

/**
 * Words that mean nearly the same wherever people keep customers, sales, lessons or tasks in an
 * application. What a word means in one application belongs into its document.
 */
const ALIKE = [
  'contact customer client buyer person people lead prospect subscriber',
  'member membership colleague teammate coworker staff employee',
  'user login account',
  'student learner pupil participant enrollment enroll',
  'team organization company',
  'course class training',
  'section module chapter unit',
  'lesson lecture',
  'completion complete finish watch done',
  'opportunity deal',
  'stage step phase',
  'note comment remark memo',
  'task todo',
  'order purchase buy bought sale sold',
  'product item goods article sell merchandise',
  'variant version size color',
  'price cost fee charge rate amount',
  'transaction payment pay paid charge',
  'invoice bill receipt',
  'fulfillment shipment ship shipping delivery deliver dispatch parcel tracking sent',
  'package parcel box carton',
  'location warehouse depot',
  'zone region country',
  'restock stock inventory',
  'store shop',
  'image picture photo logo',
  'form survey questionnaire',
  'field question',
  'option choice dropdown',
  'submission submit response reply fill',
  'answer response reply',
  'tag label',
  'webhook hook callback',
  'endpoint webhook',
  'theme design appearance',
  'page site website',
  'collection group category',
  'coupon voucher discount',
  'message chat sms',
  'email mail',
  'file attachment document',
  'invitation invite',
  'permission role access right',
  'appointment booking reservation meeting',
  'archive retire discontinue',
  'unarchive restore',
  'reorder rearrange arrange sort position',
  'cancel abort',
  'duplicate copy clone',
  'gdpr privacy personal',
  'search find',
];

/** Pronouns for people, who have a name and an address. */
const PRONOUNS = new Set('he her hers him his she'.split(' '));
const PERSON = ['contact', 'user', 'member'].map(stemmer);

const SYNONYMS = new Map<string, Set<string>>();
for (const words of ALIKE.map((line) => line.split(' ').map(stemmer))) {
  for (const word of words) {
    SYNONYMS.set(word, new Set([...(SYNONYMS.get(word) ?? []), ...words]));
  }
}

/** @returns the stem under which a word of a document is kept, or null for one that says nothing */
export function indexWord(word: string): string | null {
  return STOP_WORDS.has(word) ? null : stemmer(word);
}

/** @returns the stems that a word of a question stands for */
export function queryWords(word: string): string[] {
  if (PRONOUNS.has(word)) return ['', ...PERSON];
  if (STOP_WORDS.has(word)) return [];
  const stem = stemmer(word);
  return [stem, ...[...(SYNONYMS.get(stem) ?? [])].filter((other) => other !== stem)];
}
