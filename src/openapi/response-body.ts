/** The application's answer as it came in. */
export interface ApiResponse {
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}

/** What a body that announces JSON and is none is read as. */
export const UNREADABLE = Symbol('unreadable');

/** @returns the JSON value; undefined when there is no body; text and bytes as a record that says so */
export function readBody({ headers, body }: ApiResponse): unknown {
  if (body.length === 0) return undefined;
  if (isJson(headers)) return parseJson(body);
  const contentType = headers['content-type'] ?? '';
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
