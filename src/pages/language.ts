import type { Request } from 'express';

/** The languages of the pages; the first is the default. */
export const LANGUAGES = ['en', 'es', 'de', 'fr', 'pt', 'ja'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What each language calls itself. */
export const LANGUAGE_NAMES: Record<Language, string> = {
  en: 'English',
  es: 'Español',
  de: 'Deutsch',
  fr: 'Français',
  pt: 'Português',
  ja: '日本語',
};

type Reader = Pick<Request, 'query' | 'acceptsLanguages'>;

/** @returns the language that the address asks for with `?lang=`, as in `de` or `pt-BR`; undefined if none is known */
export function chosenLanguage({ query }: Pick<Reader, 'query'>): Language | undefined {
  return [query['lang']].flat().map(knownLanguage).find(Boolean);
}

/**
 * @param kept what this browser chose on a page before
 * @returns the address's choice, or the kept one, or what Accept-Language likes best (RFC 9110 §12.5.4)
 */
export function languageOf(request: Reader, kept?: string): Language {
  const accepted = request.acceptsLanguages([...LANGUAGES]);
  return chosenLanguage(request) ?? knownLanguage(kept) ?? knownLanguage(accepted) ?? 'en';
}

function knownLanguage(tag: unknown): Language | undefined {
  const [language] = typeof tag === 'string' ? tag.toLowerCase().split(/[-_]/) : [];
  return LANGUAGES.find((known) => known === language);
}
