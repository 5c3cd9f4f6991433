import { describe, expect, it } from '@jest/globals';
import { compileTools } from '../compile.js';
import { toolOf } from '../../../test/tool-of.js';

describe('the title and description of a tool', () => {
  it('uses the words of the name where several operations share a summary', () => {
    const remove = (operationId: string) => ({ delete: { operationId, summary: 'Remove Tag' } });
    const { tools } = compileTools({
      openapi: '3.1.0',
      paths: { '/a/tags/{id}': remove('removeATags'), '/b/tags/{id}': remove('removeBTags') },
    });
    expect(tools).toMatchObject([
      { title: 'Delete a tag', description: 'Delete a tag for good.' },
      { title: 'Delete b tag', description: 'Delete b tag for good.' },
    ]);
  });

  const list = { summary: 'List Tangible Things', description: 'List Tangible Things of a team' };
  it.each<[string, string, string, object, string, string]>([
    ['get', '/things', 'listThings', list, list.summary, list.description],
    [
      'delete',
      '/things/{id}',
      'removeThings',
      list,
      'Delete Tangible Thing',
      'Delete Tangible Thing for good.',
    ],
    [
      'delete',
      '/things/{id}',
      'removeThings',
      { summary: 'List all Things' },
      'Delete Thing',
      'Delete Thing for good.',
    ],
    ['delete', '/things/{id}', 'removeThings', {}, 'Delete thing', 'Delete thing for good.'],
    [
      'delete',
      '/things/{id}',
      'removeThings',
      { description: 'List Things' },
      'Delete Thing',
      'Delete Thing for good.',
    ],
    [
      'put',
      '/things/{id}',
      'updateThings',
      { summary: 'Update Thing', description: 'List all things' },
      'Update Thing',
      'Update Thing',
    ],
    ['put', '/things/{id}', 'updateThings', list, 'Update thing', 'Update thing'],
    ['delete', '/things/{id}', 'removeThings', { summary: 'Bin it' }, 'Bin it', 'Bin it for good.'],
    [
      'delete',
      '/things/{id}',
      'removeThings',
      { ...list, description: 'Bins it.' },
      'Delete Tangible Thing',
      'Bins it.',
    ],
    [
      'get',
      '/things/{id}',
      'getThings',
      { summary: ' Fetch Thing ' },
      'Fetch Thing',
      'Fetch Thing',
    ],
    [
      'get',
      '/things/{id}',
      'getThings',
      { summary: 3, description: null },
      'Get thing',
      'Get thing',
    ],
    [
      'post',
      '/things/{id}',
      'PostThingsId',
      { description: 'Updates a thing.' },
      'Updates a thing',
      'Updates a thing.',
    ],
  ])('of %s %s (%s) with %j: %s. %s', (method, path, operationId, words, title, description) => {
    const tool = toolOf(method, path, { operationId, ...words });
    expect(tool).toMatchObject({ title, description, annotations: { title } });
  });
});

describe('the description of a list', () => {
  const { tools } = compileTools({
    openapi: '3.1.0',
    tags: [
      { name: 'Things::Tag', description: '> Things Tags\n\nTags sort **things**. More.' },
      { name: 'Team', description: 'Teams' },
      null as never,
    ],
    paths: {
      '/teams': { get: { operationId: 'listTeams', tags: ['Team'] } },
      '/things/tags': { get: { operationId: 'listThingsTags', tags: ['Things::Tag'] } },
      '/things/tags/{id}': { get: { operationId: 'getThingsTags', tags: ['Things::Tag'] } },
    },
  });
  const descriptionOf = (name: string) => tools.find((tool) => tool.name === name)!.description;

  it('ends with what its tag says of the resource', () => {
    expect(descriptionOf('list_things_tags')).toBe('List things tags. Tags sort things. More.');
  });

  it('leaves out a tag that says nothing new', () => {
    expect(descriptionOf('list_teams')).toBe('List teams');
  });

  it('ends so, unlike the description of one record', () => {
    expect(descriptionOf('get_things_tag')).toBe('Get things tag');
  });
});
