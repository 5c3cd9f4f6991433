import { describe, expect, it } from '@jest/globals';
import { errorAdvice } from './error-advice.js';
import { errorMessageOf } from './error-message.js';

const words = (body: unknown, type = 'application/json', fieldsAtTop = true) =>
  errorMessageOf(
    {
      status: 400,
      headers: { 'content-type': type },
      body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    },
    fieldsAtTop,
  );
const PROBLEM = 'application/problem+json';

describe('errorMessageOf', () => {
  it.each<[string, unknown, string | undefined, string?]>([
    [
      'a problem',
      { title: 'Invalid', detail: 'start_date must be before end_date' },
      'Invalid: start_date must be before end_date',
      PROBLEM,
    ],
    [
      'a problem with a title alone',
      { type: 'about:blank', title: 'Out of credit', status: 402 },
      'Out of credit',
      PROBLEM,
    ],
    [
      'a problem with fields',
      {
        title: 'Your request is not valid.',
        'invalid-params': [{ name: 'age', reason: 'must be positive' }],
      },
      'Your request is not valid; age must be positive',
      PROBLEM,
    ],
    [
      'a problem with errors by field',
      { title: 'Invalid', errors: { Name: ['is required'] } },
      'Invalid; Name is required',
      PROBLEM,
    ],
    ['a message', { message: 'The trial is over.' }, 'The trial is over'],
    ['an error', { error: 'Invalid token' }, 'Invalid token'],
    ['OAuth', { error: 'invalid_scope', error_description: 'No such scope' }, 'No such scope'],
    [
      'an error inside',
      { error: { message: 'No such plan', param: 'plan', code: 7 } },
      'plan No such plan',
    ],
    [
      'JSON:API',
      {
        errors: [
          {
            title: 'Invalid',
            detail: 'is too short',
            source: { pointer: '/data/attributes/name' },
          },
        ],
      },
      'name Invalid: is too short',
    ],
    [
      'FastAPI',
      { detail: [{ loc: ['body', 'start_at'], msg: 'field required', type: 'missing' }] },
      'start_at field required',
    ],
    [
      'NestJS',
      {
        statusCode: 400,
        message: ['name must be text', 'age must be a number'],
        error: 'Bad Request',
      },
      'name must be text; age must be a number',
    ],
    [
      'Rails',
      { title: ["can't be blank"], message: ['is too long'] },
      "title can't be blank; message is too long",
    ],
    ['Django', { non_field_errors: ['Wrong dates.'] }, 'non_field_errors Wrong dates'],
    ['errors as texts', { errors: ['One', 'Two'] }, 'One; Two'],
    [
      'a field inside a field',
      { errors: { address: { city: ['is unknown'] } } },
      'address city is unknown',
    ],
    ['a text', '"Not today"', 'Not today'],
    [
      'plain text',
      'Quota of 5 projects is used up\n',
      'Quota of 5 projects is used up',
      'text/plain',
    ],
    ['a page', '<html><h1>SECRET</h1></html>', undefined, 'text/html'],
    ['a page in plain text', '<!DOCTYPE html><p>', undefined, 'text/plain'],
    ['a page in JSON', { error: '<!doctype html><p>' }, undefined],
    ['nothing', {}, undefined],
    ['what cannot be seen', { message: 'a\u202eb' }, 'a‹U+202E›b'],
    ['a long number', '{"errors":[{"limit":9007199254740993}]}', 'limit 9007199254740993'],
  ])('finds the message in %s', (...[, body, said, type]) => {
    expect(words(body, type)).toBe(said);
  });

  it('reads top-level names as fields only when told so', () => {
    expect(words({ a: 1 }, undefined, false)).toBeUndefined();
  });

  it('bounds the message', () => {
    const deep = '{"errors":'.repeat(50) + '1' + '}'.repeat(50);
    expect(words(deep)!.length).toBeLessThan(2_100);
    expect(
      words({ errors: Array.from({ length: 10_000 }, () => ({ message: 'x'.repeat(900) })) })!
        .length,
    ).toBeLessThan(2_100);
  });
});

it.each([402, 403, 404, 405, 409, 410, 412, 413, 415, 422, 423, 429, 451, 500, 503])(
  'errorAdvice on %i quotes the application',
  (status) => {
    const body = Buffer.from('{"detail":"Only on Mondays"}');
    const headers = { 'content-type': PROBLEM };
    expect(errorAdvice({ status, headers, body }, true)).toContain('Only on Mondays');
  },
);

it('errorAdvice ignores a message that only repeats the reason phrase', () => {
  const answer = (body: object) => ({
    status: 400,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(body)),
  });
  expect(errorAdvice(answer({ error: 'Bad Request' }), true)).toContain("tool's description");
  const said = errorAdvice(answer({ detail: 'start_date must be before end_date' }), true);
  expect(said).toBe(
    'The application could not read the request (400: start_date must be before end_date). Correct the arguments and call again.',
  );
});
