import { describe, expect, it } from '@jest/globals';
import type { Method } from './operations.js';
import { nameTools } from './tool-name.js';

type Row = [method: Method, path: string, id: string, name: string];

const ROWS: Row[] = [
  ['get', '/teams', 'listTeams', 'list_teams'],
  ['get', '/teams/{id}', 'fetchTeam', 'get_team'],
  ['put', '/teams/{id}', 'updateTeam', 'update_team'],
  ['post', '/teams/{team_id}/projects', 'createProjects', 'create_project'],
  ['get', '/projects/{id}', 'getProjects', 'get_project'],
  ['put', '/projects/{id}', 'updateProjects', 'update_project'],
  ['delete', '/projects/{id}', 'removeProjects', 'delete_project'],
  ['get', '/projects/{id}/people', 'listProjectsPeople', 'list_projects_people'],
  ['delete', '/contacts/tags/{id}', 'removeContactsTags', 'delete_contacts_tag'],
  ['delete', '/contacts/{id}/gdpr_destroy', 'gdpr_destroyContacts', 'gdpr_destroy_contact'],
  ['post', '/invitations/{id}/resend', 'resendInvitation', 'resend_invitation'],
  ['post', '/projects/{id}/archive', 'archiveProjects', 'archive_project'],
  ['post', '/forms/{form_id}/fields/reorder', 'reorderFormsFields', 'reorder_forms_fields'],
  ['post', '/workspaces/{workspace_id}/contacts/upsert', 'upsertContacts', 'upsert_contact'],
  ['get', '/addresses/{id}', 'getAddresses', 'get_address'],
  ['get', '/companies/{id}', 'getCompanies', 'get_company'],
  ['get', '/api_keys', 'listAPIKeys', 'list_api_keys'],
  [
    'get',
    '/teams/{team_id}/things',
    'listScaffoldingCompletelyConcreteTangibleThings',
    'list_completely_concrete_tangible_things',
  ],
  ['get', '/orgs/{org}/repos', 'repos/list-for-org', 'repos_list_for_org'],
  ['get', '/pets/{petId}', 'find pets by id', 'find_pets_by_id'],
  ['get', '/widgets', '', 'get_widgets'],
  ['get', '/widgets/{id}', '', 'get_widgets_by_id'],
  ['get', '/2fa', '2fa.status', 'call_2fa_status'],
  ['get', '/oddities', '日本', 'call'],
];
const toOperation = ([method, path, id]: Row) => ({ method, path, id });
const named = (method: Method, path: string, id: string) => ({ method, path, id });

describe('nameTools', () => {
  it.each(ROWS)('%s %s %s → %s', (...row) => {
    expect(nameTools([toOperation(row)])).toEqual([row[3]]);
  });

  it('names an operation the same among others, in their order', () => {
    const names = ROWS.map((row) => row[3]);
    expect(nameTools(ROWS.map(toOperation))).toEqual(names);
    expect(nameTools(ROWS.toReversed().map(toOperation))).toEqual(names.toReversed());
  });

  it.each([
    [
      'two that would share a name keep their plural',
      [named('get', '/team', 'fetchTeam'), named('get', '/teams/{id}', 'getTeams')],
      [/^fetch_team$/, /^get_teams$/],
    ],
    [
      'one id twice',
      [named('get', '/a', 'listTeams'), named('get', '/b', 'listTeams')],
      [/^list_teams_[0-9a-f]{6}$/, /^list_teams_[0-9a-f]{6}$/],
    ],
    [
      'ids that differ in their punctuation',
      [named('get', '/a', 'pets.all'), named('get', '/b', 'pets-all')],
      [/^pets_all_[0-9a-f]{6}$/, /^pets_all_[0-9a-f]{6}$/],
    ],
    [
      'long ids that differ only past the limit',
      [named('get', '/a', `x${'y'.repeat(80)}a`), named('get', '/b', `x${'y'.repeat(80)}b`)],
      [/^xy+_[0-9a-f]{6}$/, /^xy+_[0-9a-f]{6}$/],
    ],
  ])('%s', (_what, operations, patterns) => {
    const names = nameTools(operations);
    const amongOthers = nameTools([...ROWS.slice(4).map(toOperation), ...operations]);
    expect(new Set(names).size).toBe(names.length);
    for (const [index, name] of names.entries()) {
      expect(name).toMatch(patterns[index]!);
      expect(name).toMatch(/^[a-z][a-z0-9_]{0,47}$/);
    }
    expect(amongOthers.slice(-operations.length)).toEqual(names);
  });

  it.each(['a'.repeat(200), 'listA1::B2/C3', '__', '.', 'É', 'list_'.repeat(30), 'X'])(
    'the id %s gives a name that every provider accepts',
    (id) => {
      expect(nameTools([named('post', '/x', id)])[0]).toMatch(/^[a-z][a-z0-9_]{0,47}$/);
    },
  );
});
