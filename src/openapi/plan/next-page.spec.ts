import { describe, expect, it } from '@jest/globals';
import { pathOfNext, readContinuation, type Continuation } from './next-page.js';

const ROWS = Array.from({ length: 20 }, (_, index) => ({ id: index + 1 }));
const read = (
  parameters: string,
  body: object = {},
  { link, path = '/things' }: { link?: string; path?: string } = {},
) =>
  readContinuation(link, body as Record<string, unknown>, ROWS, {
    parameters: parameters.split(' '),
    path,
  });

describe('readContinuation of a Link header', () => {
  it.each<[string, string, Continuation | null]>([
    ['page', '<https://a.example/things?page=2>; rel="next"', { page: '2' }],
    ['page q', '<https://a.example/x?page=2&q=a&key=SECRET>; rel=next', { page: '2', q: 'a' }],
    ['cursor', '</things?cursor=a%3D%3D>; title="a"; rel="next"', { cursor: 'a==' }],
    ['page[number]', '<?page%5Bnumber%5D=3>; rel="last next"', { 'page[number]': '3' }],
    ['page', '<?page=1>; rel="prev", <?page=3>; rel="next"', { page: '3' }],
    ['per_page', '<?page=2&per_page=20>; rel="next"', {}],
    ['page', '<?page=1>; rel="first", <?page=1>; rel="prev"', null],
  ])('for the parameters %s: %s', (parameters, link, expected) => {
    expect(read(parameters, {}, { link, path: '/things?per_page=20' })).toEqual(expected);
  });
});

describe('readContinuation of the members beside the records', () => {
  it.each<[string, string, object, Continuation | null | undefined]>([
    ['Stripe', 'starting_after limit', { has_more: true }, { starting_after: '20' }],
    ['Stripe at its end', 'starting_after', { has_more: false }, null],
    ['Slack', 'cursor', { response_metadata: { next_cursor: 'dGVh=' } }, { cursor: 'dGVh=' }],
    ['Slack at its end', 'cursor', { response_metadata: { next_cursor: '' } }, null],
    ['Google', 'pageToken', { nextPageToken: 'abc' }, { pageToken: 'abc' }],
    ['Django', 'page', { count: 45, next: 'https://a/x/?page=2', previous: null }, { page: '2' }],
    ['Django at its end', 'page', { count: 45, next: null, previous: 'https://a/?page=1' }, null],
    ['JSON:API', 'page[number]', { links: { next: '/x?page[number]=2' } }, { 'page[number]': '2' }],
    ['HAL', 'page', { _links: { next: { href: '/x?page=4' } } }, { page: '4' }],
    [
      'Kaminari',
      'page',
      { meta: { current_page: 1, next_page: 2, total_pages: 3 } },
      { page: '2' },
    ],
    ['Kaminari at its end', 'page', { meta: { current_page: 3, next_page: null } }, null],
    ['pages', 'page_number', { pagination: { page: 2, pages: 3 } }, { page_number: '3' }],
    ['pages at their end', 'page', { page: 3, total_pages: 3 }, null],
    ['a total', 'page', { total: 45 }, { page: '2' }],
    ['a total of pages', 'page', { meta: { page: 2, per_page: 20, total: 45 } }, { page: '3' }],
    ['a total that is here', 'page', { total_count: 20 }, null],
    ['an offset', 'offset limit', { has_more: true }, { offset: '20' }],
    ['a next offset', 'offset', { next_offset: 40 }, { offset: '40' }],
    ['GraphQL', 'after', { pageInfo: { hasNextPage: true, endCursor: 'x' } }, { after: 'x' }],
    ['Spring', 'page', { last: false, number: 0, totalPages: 3 }, { page: '1' }],
    ['OData', '$skip', { '@odata.nextLink': 'https://a/x?$skip=20' }, { $skip: '20' }],
    [
      'a long cursor',
      'cursor',
      JSON.parse('{"next_cursor":"9007199254740993"}'),
      { cursor: '9007199254740993' },
    ],
    ['more, and no way', 'q', { has_more: true }, {}],
    ['nothing', 'page', { object: 'list', url: '/v1/things' }, undefined],
  ])('in the style: %s', (_what, parameters, body, expected) => {
    expect(read(parameters, body)).toEqual(expected);
  });

  it('counts from the requested page', () => {
    expect(read('page', { has_more: true }, { path: '/things?page=4' })).toEqual({ page: '5' });
    expect(read('offset', { has_more: true }, { path: '/x?offset=40' })).toEqual({ offset: '60' });
  });
});

it.each<[string, Continuation, string]>([
  ['/teams', { after: '20' }, '/teams?after=20'],
  ['/teams?after=20', { after: '40' }, '/teams?after=40'],
  ['/teams?a%5Bb%5D=1&after=20&c=d+e', { after: 'Jk/X' }, '/teams?a%5Bb%5D=1&c=d+e&after=Jk%2FX'],
  ['/teams?page%5Bnumber%5D=1', { 'page[number]': '2' }, '/teams?page%5Bnumber%5D=2'],
  ['/teams?afterwards=1', { after: '2' }, '/teams?afterwards=1&after=2'],
])('pathOfNext of %s with %j keeps the rest of the query', (path, continuation, expected) => {
  expect(pathOfNext(path, continuation)).toBe(expected);
});
