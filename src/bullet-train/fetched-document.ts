/** A document as one place gave it. */
export interface FetchedDocument {
  text: string;
  /** What to send or compare the next time, so that what has not changed is not read again. */
  version?: string;
}

/** Documents of hundreds of operations have two megabytes. */
export const MAX_DOCUMENT_BYTES = 10 * 1024 * 1024;

export const DOCUMENT_HEADERS = {
  accept: 'application/yaml, text/yaml, application/json, */*',
  // The document follows the reader's language; the tools are to be the same for everybody.
  'accept-language': 'en',
};

/** A page for people where the document should be: a sign-in, an error, an application of the browser. */
export function isPage(contentType: string | undefined, text: string): boolean {
  return /^text\/html\b/i.test(contentType ?? '') || /^\s*<(!doctype|html)\b/i.test(text);
}
