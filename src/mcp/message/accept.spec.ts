import { expect, it } from '@jest/globals';
import { admitsOneOf } from './accept.js';

const TYPES = ['application/json', 'text/event-stream'];

it.each<[accept: string | undefined, isAdmitted: boolean]>([
  [undefined, true],
  ['', true],
  [' ', true],
  ['*/*', true],
  ['application/json', true],
  ['text/event-stream', true],
  ['application/json, text/event-stream', true],
  ['text/event-stream,application/json', true],
  ['APPLICATION/JSON, Text/Event-Stream', true],
  ['application/*', true],
  ['text/*;q=0.1', true],
  ['application/json;charset=utf-8', true],
  ['application/json ; q=0.5', true],
  ['application/json;Q=0.001', true],
  ['text/html, application/xhtml+xml, */*;q=0.8', true],
  ['text/html', false],
  ['image/*', false],
  ['application/jsonp', false],
  ['application/json;q=0', false],
  ['application/json;q=0.000, text/event-stream; q=0', false],
  ['application/json;Q = 0', false],
  ['*/*;q=0', false],
  // The most specific range counts.
  ['*/*, application/json;q=0', true],
  ['*/*, application/json;q=0, text/event-stream;q=0', false],
  ['*/*, application/json;q=0, text/*;q=0', false],
  ['*/*;q=0, application/json', true],
  ['x', false],
  [';;,,;q', false],
])('the header Accept: %j admits JSON or an event stream: %j', (accept, isAdmitted) => {
  expect(admitsOneOf(accept, TYPES)).toBe(isAdmitted);
});
