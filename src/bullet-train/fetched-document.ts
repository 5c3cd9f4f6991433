/** A fetched document. */
export interface FetchedDocument {
  text: string;
  /** What to send or compare next time, so that an unchanged document is not read again. */
  version?: string;
}

/** Documents with hundreds of operations have two megabytes. */
export const MAX_DOCUMENT_BYTES = 10 * 1024 * 1024;

/** The headers of a request for a document. */
export const DOCUMENT_HEADERS = {
  accept: 'application/yaml, text/yaml, application/json, */*',
  // The document follows the reader's language, but the tools should be the same for everybody.
  'accept-language': 'en',
};

/** Whether a response is a page for people instead of the document: a sign-in, an error, a browser application. */
export function isPage(contentType: string | undefined, text: string): boolean {
  return /^text\/html\b/i.test(contentType ?? '') || /^\s*<(!doctype|html)\b/i.test(text);
}
