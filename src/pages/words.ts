import { Html, html, type Value } from './html.js';
import type { Language } from './language.js';
import { DE } from './texts/de.js';
import { EN, type Texts } from './texts/en.js';
import { ES } from './texts/es.js';
import { FR } from './texts/fr.js';
import { DE_GUIDES } from './texts/guides/de.js';
import { EN_GUIDES, type GuideTexts } from './texts/guides/en.js';
import { ES_GUIDES } from './texts/guides/es.js';
import { FR_GUIDES } from './texts/guides/fr.js';
import { JA_GUIDES } from './texts/guides/ja.js';
import { PT_GUIDES } from './texts/guides/pt.js';
import { JA } from './texts/ja.js';
import { PT } from './texts/pt.js';

type English = typeof EN & typeof EN_GUIDES;
export type TextKey = keyof English;

/** The texts of every language. */
export const CATALOGUES: Record<Language, Texts & GuideTexts> = {
  en: { ...EN, ...EN_GUIDES },
  es: { ...ES, ...ES_GUIDES },
  de: { ...DE, ...DE_GUIDES },
  fr: { ...FR, ...FR_GUIDES },
  pt: { ...PT, ...PT_GUIDES },
  ja: { ...JA, ...JA_GUIDES },
};

/** The `{names}` in a text. */
type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never;
type Values<Key extends TextKey> = [Names<English[Key]>] extends [never]
  ? []
  : [values: Record<Names<English[Key]>, Value>];
/** Texts that there are for one and for more: `tools` for `tools.one` and `tools.other`. */
type CountedKey = { [Key in TextKey]: Key extends `${infer Base}.one` ? Base : never }[TextKey];

/** The texts of one language. */
export interface Words {
  language: Language;
  /** @param values what stands for the text's `{names}`; escaped unless it is HTML */
  say<Key extends TextKey>(this: void, key: Key, ...values: Values<Key>): Html;
  /** The text for a count, which replaces `{count}`. */
  count(this: void, key: CountedKey, count: number): Html;
}

/** @returns what a page needs to say its texts in a language: plain, counted, and as HTML */
export function wordsOf(language: Language): Words {
  const fill = (key: TextKey, values: Record<string, Value> = {}) =>
    fillText(CATALOGUES[language][key], language, values);
  return {
    language,
    say: (key, ...[values]) => fill(key, values),
    count: (key, count) => fill(`${key}.${formOf(count, language)}`, { count }),
  };
}

/** Texts are HTML. `<b>` holds what other programs call their buttons, which is English everywhere. */
function fillText(text: string, language: Language, values: Record<string, Value>): Html {
  const marked = language === 'en' ? text : text.replaceAll('<b>', '<b lang="en">');
  return new Html(
    marked.replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
      Object.hasOwn(values, name) ? html`${values[name]}`.text : whole,
    ),
  );
}

function formOf(count: number, language: Language): 'one' | 'other' {
  return new Intl.PluralRules(language).select(count) === 'one' ? 'one' : 'other';
}
