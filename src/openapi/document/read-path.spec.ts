import { describe, expect, it } from '@jest/globals';
import { readPath } from './read-path.js';

const read = (path: string, ...declared: string[]) =>
  readPath(path, (name) => declared.includes(name));

describe('readPath', () => {
  it.each([
    ['/teams/{id}', '/teams/{id}'],
    ['/users/:id/posts', '/users/{id}/posts'],
    ['/users/:id(.:format)', '/users/{id}'],
    ['/users/:id(\\d+)', '/users/{id}'],
    ['/:from-:to', '/{from}-{to}'],
    ['/users/:id.json', '/users/{id}.json'],
    ['/messages:batch', '/messages:batch'],
    ['/jobs/{id}:cancel', '/jobs/{id}:cancel'],
    ['/files/*path', '/files/{path}'],
    ['/users/<int:id>', '/users/{id}'],
    ['/users/[id]/posts', '/users/{id}/posts'],
    ['/users/{{id}}', '/users/{id}'],
    ['/users/${id}', '/users/{id}'],
    ['/rows/{id:\\d{1,3}}', '/rows/{id}'],
    ['/rows/{id:int}', '/rows/{id}'],
    ['/rows/{id?}', '/rows/{id}'],
    ['/x/{id*}', '/x/{id}'],
    ['/x/{+path}', '/x/{path}'],
    ['/x/{name=projects/*}', '/x/{name}'],
    ['/x{;a,b}', '/x{a}{b}'],
    ['/x{.format}', '/x{format}'],
    ['/x{/a,b}', '/x/{a}/{b}'],
    ['/x{#part}', '/x'],
    ['/x{?q,page}', '/x'],
    ['/x#create', '/x'],
    ['/x?type=big', '/x'],
    ["/Users('{id}')", "/Users('{id}')"],
  ])('reads %s as %s', (written, path) => {
    expect(read(written).path).toBe(path);
  });

  it('keeps a name that the document describes as it is', () => {
    expect(read('/x/{id:int}', 'id:int').path).toBe('/x/{id:int}');
  });

  it.each([
    ['/x{?q,page}', ['q', 'page'], []],
    [
      '/x?type=big&sort',
      [],
      [
        ['type', 'big'],
        ['sort', ''],
      ],
    ],
    ['/x?id={id}', ['id'], []],
  ])('reads from %s the query parameters %j and the constants %j', (written, names, constants) => {
    expect(read(written)).toMatchObject({ queryNames: names, constants });
  });

  it.each([
    ['/x/{;id}', 'id', { style: 'matrix' }],
    ['/x{.format}', 'format', { style: 'label' }],
    ['/x/{ids*}', 'ids', { explode: true }],
    ['/x/{+path}', 'path', { reserved: true }],
    ['/x/{path:.*}', 'path', { reserved: true }],
    ['/x/{*path}', 'path', { reserved: true }],
  ])('reads from %s for %s: %j', (written, name, hint) => {
    expect(read(written).hints.get(name)).toEqual(hint);
  });
});
