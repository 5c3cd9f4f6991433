import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { load } from 'js-yaml';
import { startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import type { Json } from './sandbox-client.js';

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox({ port: 0 });
});

afterEach(() => sandbox.close());

describe("the sandbox's OpenAPI document", () => {
  const fetchDocument = (headers = {}): Promise<Response> =>
    fetch(`${sandbox.url}/api/v1/openapi.yaml`, { headers });

  const withoutExamples = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value, (key, item) => (key === 'example' ? undefined : item)));

  it("is public, is OpenAPI 3.1.0, and has Bullet Train's quirks", async () => {
    const response = await fetchDocument();
    expect(response.headers.get('content-type')).toContain('yaml');
    expect(response.headers.has('etag')).toBe(false);
    const document = load(await response.text()) as Json;
    expect(document).toMatchObject({
      openapi: '3.1.0',
      info: { title: 'Sandbox Application API', version: 'V1' },
      servers: [{ url: `${sandbox.url}/api/v1` }],
      components: {
        schemas: {
          MembershipParameters: { required: [] },
          ProjectAttributes: {
            required: ['id', 'team_id', 'name'],
            properties: {
              tag_names: {
                type: ['array', 'null'],
                minContains: 0,
                contains: { type: 'string' },
              },
              priority: { type: ['string', 'null'] },
            },
          },
          UserAttributes: { properties: { profile_photo: { type: 'object' } } },
        },
        parameters: { id: { schema: { type: 'string' } } },
      },
      paths: {
        '/teams/{team_id}/projects': {
          get: {
            summary: 'List Projects',
            parameters: [
              { name: 'team_id', schema: { type: 'integer' } },
              { $ref: '#/components/parameters/after' },
            ],
            responses: { '200': { headers: { 'Pagination-Next': {}, Link: {} } } },
          },
          post: {
            requestBody: {
              content: {
                'application/json': {
                  schema: {
                    properties: {
                      project: { type: 'object', $ref: '#/components/schemas/ProjectParameters' },
                    },
                  },
                  example: { $ref: '#/components/schemas/ProjectParameters/example' },
                },
              },
            },
          },
        },
        '/projects/{id}': {
          delete: { summary: 'List Projects', description: 'List Projects' },
        },
      },
    });
  });

  it('names the operations as Bullet Train does', async () => {
    const { paths } = load(await (await fetchDocument()).text()) as { paths: Json };
    const operations = Object.values(paths).flatMap((path) =>
      Object.values(path as Json),
    ) as Json[];
    expect(operations.map(({ operationId }) => operationId)).toEqual(
      [
        'listTeams fetchTeam updateTeam listUsers fetchUser updateUser',
        'listMemberships createMemberships getMemberships updateMemberships removeMemberships',
        'listProjects createProjects getProjects updateProjects removeProjects',
        'listTasks createTasks getTasks updateTasks removeTasks archiveProject',
      ].flatMap((line) => line.split(' ')),
    );
    for (const { responses } of operations) {
      const statuses = Object.keys(responses as Json);
      expect(statuses.filter((status) => !status.startsWith('2'))).toEqual(['404']);
    }
  });

  it('has no dangling reference', async () => {
    const text = await (await fetchDocument()).text();
    const document = load(text);
    const references = [...text.matchAll(/\$ref: "#\/([^"]+)"/g)].map(([, pointer]) => pointer);
    expect(references.length).toBeGreaterThan(40);
    for (const pointer of references) {
      const target = pointer?.split('/').reduce((at, key) => (at as Json)?.[key], document);
      expect([pointer, target]).toEqual([pointer, expect.anything()]);
    }
  });

  it('differs at every rendering, but only in its examples', async () => {
    const one = await (await fetchDocument()).text();
    const two = await (await fetchDocument()).text();
    expect(one).not.toBe(two);
    expect(withoutExamples(load(one))).toEqual(withoutExamples(load(two)));
  });

  it('carries a stable ETag when asked to', async () => {
    sandbox.flags.documentEtag = true;
    const etag = (await fetchDocument()).headers.get('etag') ?? '';
    const unchanged = await fetchDocument({ 'if-none-match': etag });
    expect(unchanged.status).toBe(304);
    expect(await unchanged.text()).toBe('');
    sandbox.flags.document = 'openapi: 3.1.0\n';
    const changed = await fetchDocument({ 'if-none-match': etag });
    expect(changed.status).toBe(200);
    expect(await changed.text()).toBe('openapi: 3.1.0\n');
  });
});
