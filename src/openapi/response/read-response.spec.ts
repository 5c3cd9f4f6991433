import { describe, expect, it } from '@jest/globals';
import { readResponse, type ResponseContext } from './read-response.js';

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
const HTML_TYPE = { 'content-type': 'text/html; charset=utf-8' };

const APP = 'https://app.example.com';
const CHANGE: ResponseContext = { changes: true, onlyJson: false };
const READING: ResponseContext = { changes: false, onlyJson: true };

function answer(
  status: number,
  body: unknown,
  headers: Record<string, string> = JSON_TYPE,
  asked = CHANGE,
) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const buffer = Buffer.isBuffer(body) ? body : Buffer.from(text);
  return readResponse({ status, headers, body: buffer }, asked);
}

function refusal(
  status: number,
  body: unknown,
  headers?: Record<string, string>,
  asked?: ResponseContext,
): string {
  const read = answer(status, body, headers, asked);
  if (read.is !== 'refusal') throw new Error(`${status} was read as a ${read.is}`);
  return read.text;
}

describe('readResponse of a success', () => {
  it.each<[string, unknown, Record<string, string>, unknown]>([
    ['a record', { id: 1, name: null }, JSON_TYPE, { id: 1, name: null }],
    ['a record in another JSON', '{"id":1}', { 'content-type': 'application/hal+json' }, { id: 1 }],
    ['a page', [{ id: 1 }], JSON_TYPE, { items: [{ id: 1 }], next: null }],
    ['an empty page', [], JSON_TYPE, { items: [], next: null }],
    ['nothing', '', {}, { done: true }],
    ['nothing, said to be JSON', '', JSON_TYPE, { done: true }],
    ['null', 'null', JSON_TYPE, { done: true }],
    ['a line break', '\n', JSON_TYPE, { done: true }],
    ['a plain value', '42', JSON_TYPE, { value: 42 }],
    ['false', 'false', JSON_TYPE, { value: false }],
    ['JSON after a byte order mark', '\ufeff{"id":1}', JSON_TYPE, { id: 1 }],
    ['text', 'a,b', { 'content-type': 'text/csv' }, { content_type: 'text/csv', text: 'a,b' }],
    ['text of no type', 'ok', {}, { content_type: '', text: 'ok' }],
    [
      'text in another character set, with a name',
      Buffer.from('M\xfcller', 'latin1'),
      {
        'content-type': 'text/csv; charset=iso-8859-1',
        'content-disposition': 'attachment; filename="../../out.csv"',
      },
      { content_type: 'text/csv', name: 'out.csv', text: 'Müller' },
    ],
    [
      'lines of JSON, with a byte order mark',
      '\ufeff{"id":1}\n',
      { 'content-type': 'application/x-ndjson' },
      { content_type: 'application/x-ndjson', text: '{"id":1}\n' },
    ],
  ])('reads %s', (_what, body, headers, expected) => {
    const is = Array.isArray(body) ? 'page' : 'record';
    expect(answer(200, body, headers)).toEqual({ is, [is]: expected });
  });

  const png = Buffer.from([0x89, 0x50, 0xff, 0x00]);
  it.each<[string, Buffer | string, Record<string, string>, string, string?]>([
    ['a picture', png, { 'content-type': 'image/png' }, 'image/png'],
    ['bytes of no type', png, {}, 'application/octet-stream'],
    [
      'a document with a name',
      '%PDF',
      {
        'content-type': 'application/pdf',
        'content-disposition': "attachment; filename=x.pdf; filename*=UTF-8''Bericht%20%C3%BC.pdf",
      },
      'application/pdf',
      'Bericht ü.pdf',
    ],
  ])('reads as a file: %s', (...[, body, headers, mediaType, name]) => {
    for (const asked of mediaType === 'application/octet-stream' ? [CHANGE] : [CHANGE, READING]) {
      const file = { mediaType, name, bytes: Buffer.from(body) };
      expect(answer(200, body, headers, asked)).toEqual({ is: 'file', file });
    }
  });

  it.each<[string, number, Record<string, string>, object]>([
    [
      'made somewhere',
      201,
      { location: '/api/v1/jobs/7' },
      { done: true, location: `${APP}/api/v1/jobs/7` },
    ],
    [
      'under way',
      202,
      { location: 'jobs/7?token=SECRET', 'retry-after': '30' },
      {
        accepted: true,
        location: `${APP}/api/v1/jobs/7?token=redacted`,
        note: expect.stringMatching(/not done with it\. Wait 30 seconds before you look again\./),
      },
    ],
    ['under way, nobody knows where', 202, {}, { accepted: true, note: expect.anything() }],
  ])('reads headers of what is %s', (_what, status, headers, record) => {
    expect(answer(status, '', headers, { ...CHANGE, at: `${APP}/api/v1/things` })).toEqual({
      is: 'record',
      record,
    });
  });

  it.each<[string, number, Partial<ResponseContext>, string, object | undefined]>([
    [
      'documented',
      302,
      { redirects: true },
      'https://a.example/1?X-Amz-Signature=x',
      { status: 302, location: 'https://a.example/1?X-Amz-Signature=x' },
    ],
    [
      'documented, with a password',
      307,
      { redirects: true },
      'https://u:p@a.example/',
      { status: 307, location: 'https://a.example/' },
    ],
    ['documented, to a script', 302, { redirects: true }, 'javascript:alert(1)', undefined],
    [
      'after a change',
      303,
      { changes: true },
      '/done',
      { done: true, status: 303, location: `${APP}/done` },
    ],
    ['not documented', 302, {}, 'https://evil.example/', undefined],
  ])('decides on a redirect %s', (_what, status, more, location, record) => {
    const asked = { ...READING, at: `${APP}/api/v1/things`, ...more };
    const read = answer(status, '', { location }, asked);
    if (record)
      expect(read).toEqual({
        is: 'record',
        record: { ...record, note: expect.stringContaining('not opened') },
      });
    else expect(read).toEqual({ is: 'refusal', text: expect.not.stringMatching(/evil|script:/) });
  });

  it.each(['{"id":', '<html>', 'undefined'])(
    'is an error for %s in spite of a JSON content type',
    (body) => {
      const text = refusal(201, body);
      expect(text).toMatch(/answered 201, .* look before you repeat it/);
      expect(text).not.toContain(body);
    },
  );
});

describe('readResponse where only JSON is documented', () => {
  it.each<[what: string, body: string, headers: Record<string, string>, sentence: RegExp]>([
    ['a page', '<html>SECRET</html>', HTML_TYPE, /answered 200, but with a page for people/],
    ['a text', 'SECRET', { 'content-type': 'text/plain' }, /a body that is not the JSON/],
    ['bytes', 'SECRET', { 'content-type': 'application/octet-stream' }, /not the JSON/],
    ['something of no type', '<SECRET>', {}, /not the JSON/],
    ['half of it', '{"id":1,"SECRET', JSON_TYPE, /not the JSON/],
    ['nothing', '', JSON_TYPE, /but with nothing/],
  ])('is an error for %s', (_what, body, headers, sentence) => {
    const text = refusal(200, body, headers, READING);
    expect(text).toMatch(sentence);
    expect(text).toMatch(/Nothing was changed: try once more later/);
    expect(text).not.toContain('SECRET');
  });

  it('is an error for an HTML page from every operation', () => {
    expect(refusal(200, '<html>', HTML_TYPE)).toMatch(/a page for people.*look before you repeat/);
  });

  it.each<
    [what: string, status: number, body: string, headers: Record<string, string>, record: object]
  >([
    ['JSON of no type', 200, '{"id":1}', {}, { id: 1 }],
    ['204', 204, '', {}, { done: true }],
  ])('is no error for %s', (_what, status, body, headers, record) => {
    expect(answer(status, body, headers, READING)).toEqual({ is: 'record', record });
  });
});

describe('readResponse of an error', () => {
  const html = '<html><body>SECRET trace</body></html>';
  it.each<[string, number, unknown, Record<string, string>, RegExp]>([
    [
      '301',
      301,
      '',
      { location: 'https://evil.example' },
      /301, a redirect, which is never followed/,
    ],
    ['304', 304, '', {}, /304/],
    [
      '400',
      400,
      { status: 400, error: 'Bad Request' },
      JSON_TYPE,
      /\(400: Bad Request\).*Check the arg/,
    ],
    ['401', 401, { error: 'Invalid token' }, JSON_TYPE, /refused the call \(401: Invalid token\)/],
    ['403', 403, {}, JSON_TYPE, /may not do that \(403\)\. Do not try again/],
    [
      '404',
      404,
      { error: 'Not found' },
      JSON_TYPE,
      /^Not found \(404\): .* may not see it.* list tool/,
    ],
    ['404 in HTML', 404, html, HTML_TYPE, /^Not found \(404\)/],
    ['409', 409, { message: 'Locked' }, JSON_TYPE, /\(409: Locked\)\. Read it again/],
    ['418', 418, { a: 1 }, JSON_TYPE, /refused the call \(418\)/],
    [
      '422',
      422,
      { name: ["can't be blank", 'is too short'], size: ['is odd'] },
      JSON_TYPE,
      /\(422\): name can't be blank, is too short; size is odd\. Correct these/,
    ],
    [
      '422 with errors',
      422,
      { errors: { name: ['is taken'] } },
      JSON_TYPE,
      /: name is taken\. Correct/,
    ],
    ['422 with one text', 422, { name: 'is taken' }, JSON_TYPE, /: name is taken\. Correct/],
    [
      '422 with a list',
      422,
      ['Name is taken', { size: 1 }],
      JSON_TYPE,
      /: Name is taken; size 1\./,
    ],
    ['422 with records', 422, { rows: [{ id: ['is odd'] }] }, JSON_TYPE, /: rows id is odd\./],
    ['422 in HTML', 422, html, HTML_TYPE, /\(422\): the values were refused\. Correct these/],
    ['422 with nothing', 422, {}, JSON_TYPE, /\(422\): the values were refused/],
    ['429', 429, '', {}, /Too many requests \(429\)\. Wait a minute/],
    ['429 with seconds', 429, '', { 'retry-after': '30' }, /\(429\)\. Wait 30 seconds/],
    [
      '429 with a date',
      429,
      '',
      { 'retry-after': 'Fri, 31 Dec 2027 23:59:59 GMT' },
      /Try again after Fri, 31 Dec 2027 23:59:59 GMT\./,
    ],
    [
      '500',
      500,
      { status: 500, error: 'Internal Server Error' },
      JSON_TYPE,
      /failed \(500: Internal/,
    ],
    ['500 in HTML', 500, html, HTML_TYPE, /failed \(500\)\. It is not the arguments' fault/],
    ['500 whose JSON is HTML', 500, html, JSON_TYPE, /failed \(500\)/],
    ['503', 503, '', {}, /failed \(503\).*look before you repeat/],
  ])('explains %s', (_what, status, body, headers, sentence) => {
    const text = refusal(status, body, headers);
    expect(text).toMatch(sentence);
    expect(text).not.toMatch(/SECRET|<html|\[object|evil/);
  });

  it.each([
    [500, { error: 'x'.repeat(100_000) }],
    [422, { name: ['x'.repeat(100_000)] }],
    [422, ['x'.repeat(100_000)]],
  ])('bounds the explanation of %s', (status, body) => {
    expect(refusal(status, body).length).toBeLessThan(5_000);
  });
});
