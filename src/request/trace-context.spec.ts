import { expect, it } from '@jest/globals';
import { readTraceContext } from './trace-context.js';

const IDS = '0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const PARENT = `00-${IDS}`;

it.each<[string, unknown, string | undefined]>([
  ['version 00', PARENT, PARENT],
  ['another flag', PARENT.replace(/01$/, '00'), PARENT.replace(/01$/, '00')],
  ['a later version', `01-${IDS}`, PARENT],
  ['a later version with more', `cc-${IDS}-what-the-future-has`, PARENT],
  ['version 00 with more', `${PARENT}-more`, undefined],
  ['version ff', `ff-${IDS}`, undefined],
  ['no trace', PARENT.replace(/[0-9a-f]{32}/, '0'.repeat(32)), undefined],
  ['no parent', PARENT.replace('b7ad6b7169203331', '0'.repeat(16)), undefined],
  ['upper case', PARENT.toUpperCase(), undefined],
  ['two headers', `${PARENT}, ${PARENT}`, undefined],
  ['a line break', `${PARENT}\r\nx-evil: 1`, undefined],
  ['a line break at its end', `${PARENT}\n`, undefined],
  ['nothing', undefined, undefined],
  ['no text', { traceparent: PARENT }, undefined],
])('the traceparent header: %s', (_what, given, expected) => {
  expect(readTraceContext(given, undefined)?.traceparent).toBe(expected);
});

const members = (count: number) => Array.from({ length: count }, (_, at) => `k${at}=v`).join();

it.each<[string, unknown, boolean]>([
  ['a member', 'congo=t61rcWkgMzE', true],
  ['two', 'rojo=00f067aa0ba902b7,congo=t61rcWkgMzE', true],
  ['spaces between them', 'rojo=1 ,\t congo=2', true],
  ['a tenant', '4tenant@system=x', true],
  ['an empty member', 'a=1,,b=2', true],
  ['32 members', members(32), true],
  ['33 members', members(33), false],
  ['too long', `a=${'x'.repeat(250)},b=${'x'.repeat(250)},c=${'x'.repeat(9)}`, false],
  ['a key twice', 'a=1,a=2', false],
  ['upper case in a key', 'A=1', false],
  ['no value', 'a=', false],
  ['no member', ' , ', false],
  ['a line break', 'a=1\r\nx-evil: 1', false],
  ['an equals sign in a value', 'a=b=c', false],
  ['no text', ['a=1'], false],
])('the tracestate header: %s', (_what, given, isKept) => {
  expect(readTraceContext(PARENT, given)?.tracestate).toBe(isKept ? given : undefined);
  expect(readTraceContext('none', given)).toBeUndefined();
});
