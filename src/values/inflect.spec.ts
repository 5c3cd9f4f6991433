import { expect, it } from '@jest/globals';
import { singularize } from './inflect.js';

it.each([
  ['projects', 'project'],
  ['addresses', 'address'],
  ['statuses', 'status'],
  ['companies', 'company'],
  ['analyses', 'analysis'],
  ['buses', 'bus'],
  ['lenses', 'lens'],
  ['shoes', 'shoe'],
  ['people', 'person'],
  ['menus', 'menu'],
  ['APIs', 'API'],
])('singularize %s is %s', (many, one) => {
  expect(singularize(many)).toBe(one);
});

it.each(
  'status news address series bus analysis data gas lens access progress campus virus census corpus basis crisis iris atlas bias canvas sms dns aws media'.split(
    ' ',
  ),
)('singularize leaves %s as it is', (word) => {
  expect(singularize(word)).toBe(word);
});
