import type { Request, Response } from 'express';
import type { Brand } from './brand.js';
import { languageOf } from './language.js';
import { pageHeaders, renderPage, type Page } from './page.js';
import { wordsOf } from './words.js';

/**
 * Ends a response with a page, in the reader's language.
 * @param kept the language that this browser chose on a page before
 */
export function sendPage(
  request: Request,
  response: Response,
  page: Page,
  { brand, kept }: { brand: Brand; kept?: string | undefined },
): void {
  const language = languageOf(request, kept);
  const content = page(wordsOf(language));
  response
    .vary('Accept-Language')
    .set({ ...pageHeaders(content.extras, brand), 'Content-Language': language })
    .end(renderPage(content, { language, brand, query: linkableQuery(request) }));
}

/** @returns undefined for a page that no link leads to: the answer to a form, or an address with an authorization code */
function linkableQuery({ method, query, originalUrl }: Request): string | undefined {
  if (!['GET', 'HEAD'].includes(method) || 'code' in query) return undefined;
  const at = originalUrl.indexOf('?');
  return at < 0 ? '' : originalUrl.slice(at);
}
