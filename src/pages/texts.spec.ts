import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { html } from './html.js';
import { LANGUAGES } from './language.js';
import { CATALOGUES, wordsOf, type TextKey } from './words.js';

const { en: EN, ...OTHERS } = CATALOGUES;
const KEYS = Object.keys(EN) as TextKey[];

/** The same in both, because the words are. */
const ALIKE: Record<string, TextKey[]> = { fr: ['brand.documentation'] };

const namesIn = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted();
const tagsIn = (text: string) => (text.match(/<[^>]*>/g) ?? []).toSorted();
/** What other programs call their buttons, which is the same everywhere. */
const labelsIn = (text: string) => (text.match(/<b>.*?<\/b>/g) ?? []).toSorted();
/** What people type or see as code. */
const codeIn = (text: string) => (text.match(/<code>.*?<\/code>/g) ?? []).toSorted();
const proseOf = (text: string) =>
  text.replaceAll(/<b>.*?<\/b>|<code>.*?<\/code>|<[^>]*>|\{\w+\}/g, '');

describe.each(Object.entries(OTHERS))('the texts in %s', (language, texts) => {
  it('are complete, with none to spare', () => {
    expect(Object.keys(texts).toSorted()).toEqual(KEYS.toSorted());
    expect(KEYS.filter((key) => texts[key].trim() === '')).toEqual([]);
  });

  it.each([
    ['placeholders', namesIn],
    ['tags', tagsIn],
    ['labels', labelsIn],
    ['code', codeIn],
  ])('have the same %s as the English texts', (_, partsOf) => {
    const differing = KEYS.filter((key) => partsOf(texts[key]).join() !== partsOf(EN[key]).join());
    expect(differing).toEqual([]);
  });

  it('are translated, not left in English', () => {
    const left = KEYS.filter((key) => texts[key] === EN[key] && /\p{L}/u.test(proseOf(EN[key])));
    expect(left).toEqual(ALIKE[language] ?? []);
    if (language !== 'ja') return;
    const withoutKana = KEYS.filter(
      (key) => /\p{L}/u.test(proseOf(texts[key])) && !/[ぁ-んァ-ヶ一-龠]/.test(texts[key]),
    );
    expect(withoutKana).toEqual([]);
  });

  it('contain no word that exists only in English', () => {
    const english = /\b(the|you|your|this|that|with|and|of|sign in|whoever)\b/i;
    expect(KEYS.filter((key) => english.test(proseOf(texts[key])))).toEqual([]);
  });
});

it.each(LANGUAGES)('the texts in %s are safe in attributes', (language) => {
  const texts = CATALOGUES[language];
  // Quotes end an attribute; in tags they are wanted.
  const unsafe = KEYS.filter((key) =>
    /["<>]/.test(texts[key].replaceAll(/<\/?\w+( [^>]*)?>/g, '')),
  );
  expect(unsafe).toEqual([]);
});

it('a name inserted into a text is escaped, unless it is HTML', () => {
  const { say } = wordsOf('de');
  const values = { client: '<i>"', application: html`<b>x</b>` };
  expect(say('consent.title', values).text).toBe('&lt;i&gt;&quot; mit <b>x</b> verbinden?');
});

it('a value that looks like a placeholder is left unchanged', () => {
  const values = { client: '{application}', application: '$& {client}' };
  expect(wordsOf('en').say('consent.title', values).text).toBe(
    'Connect {application} to $&amp; {client}?',
  );
});

it.each([
  ['en', '1 tool', '2 tools'],
  ['es', '1 herramienta', '2 herramientas'],
  ['ja', 'ツール 1 件', 'ツール 2 件'],
] as const)('%s has the plural forms %s and %s', (language, one, two) => {
  const { count } = wordsOf(language);
  expect([count('tools', 1).text, count('tools', 2).text]).toEqual([one, two]);
});

it("English names of other programs' buttons are marked as English", () => {
  expect(wordsOf('fr').say('connect.robot_token').text).toContain(
    '<b lang="en">Default Access Token</b>',
  );
  expect(wordsOf('en').say('connect.robot_token').text).not.toContain('lang=');
});

/** The source of all other rooms in one text, with its templates' values as `{}` and its line breaks as spaces. */
const source = (() => {
  const root = new URL('../', import.meta.url);
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.ts') && !/^pages[\\/]|\.spec\.ts$/.test(file))
    .map((file) => readFileSync(new URL(file.replaceAll('\\', '/'), root), 'utf8'))
    .join('\n');
})();

it.each(KEYS.filter((key) => key.startsWith('reason.')))(
  'the message %s is thrown with exactly these words in another room',
  (key) => {
    // BusyError adds how long to wait.
    const [message = ''] = EN[key].split(/: try again in \{seconds\}|\{seconds\}/);
    expect(source).toContain(message);
  },
);
