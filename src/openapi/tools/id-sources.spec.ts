import { describe, expect, it } from '@jest/globals';
import { compileTools } from '../compile.js';
import { integer, object } from '../../../test/tool-of.js';

describe('an argument that is an id', () => {
  const list = (operationId: string) => ({ operationId });
  const id = (name: string) => ({ name, in: 'path', required: true, schema: integer });
  const { tools } = compileTools({
    openapi: '3.1.0',
    paths: {
      '/teams': { get: { operationId: 'listTeams' } },
      '/teams/{team_id}/things': {
        get: { operationId: 'listThings', parameters: [id('team_id')] },
      },
      '/teams/{team_id}/things/tags': { get: list('listThingsTags') },
      '/teams/{team_id}/tags': { get: { operationId: 'listTags' } },
      '/things/tags/{id}': { get: list('getThingsTags') },
      '/things/{thing_id}/parts': {
        post: {
          operationId: 'createParts',
          requestBody: {
            content: {
              'application/json': {
                schema: object({
                  team_id: integer,
                  thing_ids: { type: 'array', items: integer },
                  tag_id: integer,
                  part_id: { type: 'string', description: 'Its number' },
                  nobody_id: integer,
                }),
              },
            },
          },
        },
      },
    },
  });
  const hints = Object.fromEntries(
    tools.map(({ name, inputSchema }) => [
      name,
      Object.fromEntries(
        Object.entries(inputSchema.properties!).map(([key, schema]) => [key, schema.description]),
      ),
    ]),
  );

  it('names the tool that lists such ids, when only one can be meant', () => {
    expect(hints).toEqual({
      list_teams: {},
      list_things: { team_id: 'from list_teams' },
      list_things_tags: { team_id: 'from list_teams' },
      list_tags: { team_id: 'from list_teams' },
      get_things_tag: { id: 'from list_things_tags' },
      create_part: {
        thing_id: 'from list_things',
        team_id: 'from list_teams',
        thing_ids: 'from list_things',
        tag_id: undefined,
        part_id: 'Its number',
        nobody_id: undefined,
        idempotency_key: expect.any(String),
      },
    });
  });
});
