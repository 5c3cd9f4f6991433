import { describe, expect, it } from '@jest/globals';
import { compileTools } from '../compile.js';
import { KNOWN_FAULTS } from './known-faults.js';

const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
const team = { ...id, name: 'team_id' };
const document = {
  openapi: '3.1.0',
  paths: {
    '/teams/{team_id}/memberships': {
      get: { operationId: 'listMemberships', parameters: [team], summary: 'List Memberships' },
      post: { operationId: 'createMemberships', parameters: [team], summary: 'Add a Membership.' },
    },
    '/teams/{team_id}/invitations': {
      get: { operationId: 'listInvitations', parameters: [team], summary: 'List Invitations' },
      post: { operationId: 'createInvitations', parameters: [team], summary: 'Invite' },
    },
    '/invitations/{id}/resend': {
      post: { operationId: 'resendInvitation', parameters: [id], description: 'Resend it' },
    },
    '/users/{id}': { put: { operationId: 'updateUser', parameters: [id], summary: 'Update User' } },
    '/webhooks/outgoing/events/{id}': {
      delete: { operationId: 'deleteEvents', parameters: [id], summary: 'List Events' },
    },
    '/projects/{id}': { put: { operationId: 'updateProjects', parameters: [id] } },
  },
};
const toolsOf = (faults?: typeof KNOWN_FAULTS) =>
  compileTools(document, { ...(faults && { faults }) }).tools;

describe('the faults of a stock API', () => {
  it.each(KNOWN_FAULTS)(
    '$name is mentioned in the description of its tool',
    ({ method, path, says }) => {
      const found = toolsOf().filter((tool) => tool.method === method && path.test(tool.path));
      expect(found).toHaveLength(1);
      expect(found[0]!.description).toMatch(/[.!?] /);
      expect(found[0]!.description.endsWith(says)).toBe(true);
    },
  );

  it('are not mentioned for other tools', () => {
    const { description } = toolsOf().find(({ path }) => path === '/projects/{id}')!;
    expect(description).not.toMatch(/stock/);
  });

  it('are not mentioned when the operator has switched them off', () => {
    const said = toolsOf([]).filter(
      ({ description, ignoresTeam }) => ignoresTeam || /application/.test(description),
    );
    expect(said).toEqual([]);
  });

  it('are not mentioned when the operator has described the tool', () => {
    const { paths } = structuredClone(document) as { paths: Record<string, { put?: object }> };
    paths['/users/{id}']!.put = {
      ...paths['/users/{id}']!.put,
      'x-mcp': { description: 'Works here.' },
    };
    const { tools } = compileTools({ openapi: '3.1.0', paths });
    expect(tools.find(({ path }) => path === '/users/{id}')!.description).toBe('Works here.');
  });
});
