import { expect, it } from '@jest/globals';
import { parseDocument } from '../openapi/document/document.js';
import { compileTools } from '../openapi/compile.js';
import { RecordRoutes } from './record-routes.js';

const operation = (method: string, more = {}) => ({
  [method]: { operationId: `x${Math.random()}`, responses: {}, ...more },
});
const parameters = (...names: string[]) => ({
  parameters: names.map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'integer' },
  })),
});

const routes = routesOf({
  '/teams/{id}': operation('get', parameters('id')),
  '/teams/{team_id}/projects': operation('post', parameters('team_id')),
  '/projects/{id}': operation('get', parameters('id')),
  '/projects/{project_id}/milestones': operation('get', parameters('project_id')),
  '/projects/milestones/{id}': operation('get', parameters('id')),
  '/audits/{id}': operation('get', {
    parameters: [
      ...parameters('id').parameters,
      { name: 'why', in: 'query', required: true, schema: { type: 'string' } },
    ],
  }),
});

function routesOf(paths: object): RecordRoutes {
  const text = JSON.stringify({ openapi: '3.1.0', info: { title: 'x', version: '1' }, paths });
  const { tools } = compileTools(
    parseDocument(text, () => {}),
    { faults: [] },
  );
  return new RecordRoutes(tools, '/api/v1');
}

it("record routes find a record's GET by its path, whatever the placeholders are called", () => {
  expect(routes.at('/projects/{project_id}')?.fill(['a/b'])).toBe('/api/v1/projects/a%2Fb');
  expect(routes.at('/projects')).toBeUndefined();
  expect(routes.at('/audits/{id}')).toBeUndefined();
});

it.each([
  ['project', ['projects']],
  ['old_project', ['projects']],
  ['milestone', ['milestones']],
  ['stripe', []],
])('record routes read a field named %s as a reference to %j', (name, collections) => {
  expect(routes.named(name).map(({ collection }) => collection)).toEqual(collections);
});

it("record routes find a record's parent by its path", () => {
  expect([...routes.parentsOf('milestones')]).toEqual(['project_id']);
  expect([...routes.parentsOf('audits')]).toEqual([]);
  expect(routes.hasTeams).toBe(true);
  expect(routesOf({ '/projects/{id}': operation('get', parameters('id')) }).hasTeams).toBe(false);
});
