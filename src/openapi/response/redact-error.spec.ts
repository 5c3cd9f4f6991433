import { expect, it } from '@jest/globals';
import { redactError } from './redact-error.js';

const isSecret = (name: string) => ['password', 'ssn'].includes(name);
const redact = (text: string, type = 'application/json') =>
  redactError(
    { status: 422, headers: { 'content-type': type }, body: Buffer.from(text) },
    isSecret,
  ).body.toString();

it.each([
  ['{"ssn":"123-45","name":"Ann"}', '{"ssn":"[redacted]","name":"Ann"}'],
  [
    '{"record":[{"ssn":12345}],"error":"taken"}',
    '{"record":[{"ssn":"[redacted]"}],"error":"taken"}',
  ],
  ['{"password":["is too short"]}', '{"password":["is too short"]}'],
  ['{"password":"is too short"}', '{"password":"is too short"}'],
  ['{"id":12345678901234567890}', '{"id":12345678901234567890}'],
  ['no JSON', 'no JSON'],
])('of the error %s a model may read %s', (text, redacted) => {
  expect(redact(text)).toBe(redacted);
});

it('leaves what is no JSON as it is', () => {
  expect(redact('{"ssn":"123-45"}', 'text/plain')).toBe('{"ssn":"123-45"}');
});
