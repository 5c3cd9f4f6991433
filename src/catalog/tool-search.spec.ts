import { expect, it } from '@jest/globals';
import { compileTools } from '../openapi/compile.js';
import type { Tool } from '../openapi/tool.js';
import { ToolSearch } from './tool-search.js';

it('finds among the allowed alone, and nothing for nothing', () => {
  const things = (id: string) => ({ operationId: id, responses: {} });
  const { tools } = compileTools({
    openapi: '3.1.0',
    paths: { '/things': { get: things('listThings'), post: things('createThings') } },
  });
  const search = new ToolSearch(tools);
  const find = (question: string, allowed?: (tool: Tool) => boolean) =>
    search.find(question, 5, allowed).map(({ name }) => name);
  expect(find('add a thing')).toEqual(['create_thing', 'list_things']);
  expect(find('add a thing', ({ method }) => method === 'get')).toEqual(['list_things']);
  expect(find('ad a thnig')).toEqual([]);
  expect(find('craete things')).toContain('create_thing');
  for (const nothing of ['', 'the', '???', 'xyzzy']) expect(find(nothing)).toEqual([]);
});
