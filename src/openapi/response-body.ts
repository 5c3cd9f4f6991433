/** The application's answer as it came in. */
export interface ApiResponse {
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}

/** What a body is read as that is no JSON where JSON belongs. */
export const UNREADABLE = Symbol('unreadable');

/**
 * @param onlyJson whether the operation answers nothing but JSON
 * @returns the JSON value; undefined when there is no body; text and bytes as a record that says so
 */
export function readBody({ headers, body }: ApiResponse, onlyJson: boolean): unknown {
  if (body.length === 0) return undefined;
  const contentType = headers['content-type'] ?? '';
  if (isJson(headers) || (onlyJson && contentType === '')) return parseJson(body);
  // A page is for people: an error page, a sign-in page, a proxy's.
  if (onlyJson || /^(text\/html|application\/xhtml)\b/i.test(contentType)) return UNREADABLE;
  const isText = contentType === '' || /^text\/|[/+](xml|yaml|csv)\b/i.test(contentType);
  return isText
    ? { content_type: contentType, text: body.toString('utf8') }
    : { content_type: contentType, bytes: body.length, base64: body.toString('base64') };
}

export function isJson(headers: ApiResponse['headers']): boolean {
  return /[/+]json\b/i.test(headers['content-type'] ?? '');
}

export function parseJson(body: Buffer): unknown {
  try {
    const text = body.toString('utf8').trim();
    return text === '' ? null : (JSON.parse(text) as unknown);
  } catch {
    return UNREADABLE;
  }
}
