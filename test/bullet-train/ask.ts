import type { Question } from './questions.js';

/** The compared parts of a response. */
export interface Comparable {
  status: number;
  type: string | null;
  headers: Record<string, string>;
  body: unknown;
}

/** Only the headers on which a client of the API or of OAuth relies. */
const HEADERS = ['www-authenticate', 'pagination-next', 'link', 'location', 'cache-control'];
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Sends a request to one application, and replaces values in its response that differ at every start. */
export async function ask(url: string, question: Question): Promise<Comparable> {
  const { method = 'GET', path, token = 'sandbox-token-of-alice', body, form } = question;
  const response = await fetch(url + path, {
    method,
    redirect: 'manual',
    headers: {
      accept: 'application/json',
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...question.headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    ...(form && { body: new URLSearchParams(form) }),
  });
  const text = await response.text();
  const type = response.headers.get('content-type')?.split(';')[0] ?? null;
  const headers = HEADERS.flatMap((name) => {
    const value = response.headers.get(name);
    if (value === null) return [];
    // Obfuscated ids differ between applications.
    const text = withoutOrigin(value, url);
    return [[name, name === 'location' ? text.replace(/\/(?!\d+$)\w{5,}$/, '/obfuscated') : text]];
  });
  return {
    status: response.status,
    type,
    headers: Object.fromEntries(headers) as Record<string, string>,
    // A page is for people: only that it is a page is compared.
    body:
      type === 'application/json' && text !== ''
        ? shape(pick(JSON.parse(text), question))
        : 'a page, or nothing',
  };
}

function pick(value: unknown, { only }: Question): unknown {
  return only && Array.isArray(value) ? value.filter(only) : value;
}

/** In production the application treats all requests as https. */
function withoutOrigin(value: string, url: string): string {
  const { host } = new URL(url);
  const origins = [`http://${host}`, `https://${host}`];
  return origins.reduce(
    (text, origin) => text.replaceAll(origin, '…').replaceAll(encodeURIComponent(origin), '…'),
    value,
  );
}

function shape(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => shape(item));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, shape(item, name)]),
    );
  }
  if (typeof value === 'string' && TIME.test(value)) return 'a time';
  return ['created_at', 'iat'].includes(key) && typeof value === 'number' ? 'a time' : value;
}
