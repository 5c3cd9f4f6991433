import { describe, expect, it } from '@jest/globals';
import type { Method } from '../document/method.js';
import { nameTools } from './tool-name.js';

type Row = [method: Method, path: string, id: string, name: string];

const ROWS: Row[] = [
  // Bullet Train's style
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
  ['get', '/statuses/{id}', 'getStatuses', 'get_status'],
  ['get', '/api_keys', 'listAPIKeys', 'list_api_keys'],
  ['get', '/apis', 'listAPIs', 'list_apis'],
  ['delete', '/carts', 'removeCartsItems', 'delete_carts_items'],
  [
    'get',
    '/teams/{team_id}/things',
    'listScaffoldingCompletelyConcreteTangibleThings',
    'list_completely_concrete_tangible_things',
  ],
  // any other style
  ['get', '/orgs/{org}/repos', 'repos/list-for-org', 'repos_list_for_org'],
  [
    'get',
    '/enterprises/{enterprise}/actions/cache/retention-limit',
    'actions/get-actions-cache-retention-limit-for-enterprise',
    'get_actions_cache_retention_limit_for_enterprise',
  ],
  ['get', '/pets/{petId}', 'find pets by id', 'find_pets_by_id'],
  ['get', '/2fa', '2fa.status', 'call_2fa_status'],
  ['get', '/oddities', '日本', 'list_oddities'],
  // no id: the method and the path
  ['get', '/widgets', '', 'list_widgets'],
  ['get', '/widgets/{id}', '', 'get_widget'],
  ['post', '/widgets', '', 'create_widget'],
  ['put', '/widgets/{id}', '', 'update_widget'],
  ['delete', '/widgets/{id}', '', 'delete_widget'],
  ['get', '/api/v1/owners/{owner_id}/widgets.json', '', 'list_owner_widgets'],
  ['post', '/widgets/{id}/polish', '', 'polish_widget'],
  ['post', '/widgets/{id}/parts', '', 'create_widget_part'],
  ['get', '/me', '', 'get_me'],
  ['get', '/', '', 'get_item'],
];
const named = (method: Method, path: string, id: string, name?: string) => ({
  method,
  path,
  id,
  overrides: name === undefined ? {} : { name },
});
const OPERATIONS = ROWS.map(([method, path, id]) => named(method, path, id));
const NAME = /^[a-z][a-z0-9_]{0,47}$/;

describe('nameTools', () => {
  it.each(ROWS)('names %s %s with the id “%s”: %s', (method, path, id, name) => {
    expect(nameTools([named(method, path, id)])).toEqual([name]);
  });

  it('gives an operation the same name among any others, in any order', () => {
    const names = ROWS.map((row) => row[3]);
    expect(nameTools(OPERATIONS)).toEqual(names);
    expect(nameTools(OPERATIONS.toReversed())).toEqual(names.toReversed());
  });

  it.each<[string, ReturnType<typeof named>[], (string | RegExp)[]]>([
    [
      'the operation whose own word it is keeps the name, the other its plural',
      [named('get', '/teams/{id}', 'getTeams'), named('get', '/team', 'getTeam')],
      ['get_teams', 'get_team'],
    ],
    [
      'one id twice names nothing',
      [named('get', '/a', 'index'), named('get', '/b/{id}', 'index')],
      ['get_a', 'get_b'],
    ],
    [
      'ids that differ in their punctuation',
      [named('get', '/b', 'pets.all'), named('get', '/a', 'pets-all')],
      [/^pets_all_[0-9a-f]{6}$/, 'pets_all'],
    ],
    [
      'long ids that differ only past the limit',
      [named('get', '/a', `x${'y'.repeat(80)}a`), named('get', '/b', `x${'y'.repeat(80)}b`)],
      [/^xy{47}$/, /^xy{40}_[0-9a-f]{6}$/],
    ],
    [
      'a name that was asked for',
      [named('get', '/teams', 'listTeams'), named('get', '/groups', 'listGroups', 'list_teams')],
      [/^list_teams_[0-9a-f]{6}$/, 'list_teams'],
    ],
  ])('resolves a clash: %s', (_what, operations, expected) => {
    const names = nameTools(operations);
    const amongOthers = nameTools([...OPERATIONS.slice(5), ...operations]);
    expect(new Set(names).size).toBe(names.length);
    for (const [index, name] of names.entries()) {
      expect(name).toMatch(expected[index]!);
      expect(name).toMatch(NAME);
    }
    expect(amongOthers.slice(-operations.length)).toEqual(names);
    expect(nameTools(operations.toReversed()).toReversed()).toEqual(names);
  });

  it('renames only what shared its name when an operation goes', () => {
    const shared = [
      named('get', '/team', 'getTeams'),
      named('get', '/pets', 'pets.all'),
      named('get', '/animals', 'pets-all'),
    ];
    const all = [...OPERATIONS, ...shared];
    const names = nameTools(all);
    const rivals = new Map([
      ['/teams/{id}', '/team'],
      ['/animals', '/pets'],
    ]);
    for (const [gone, operation] of all.entries()) {
      const left = nameTools(all.filter((_one, index) => index !== gone));
      const renamed = all
        .filter((_one, index) => index !== gone)
        .filter((_one, index) => left[index] !== names[index < gone ? index : index + 1])
        .map(({ path }) => path);
      const rival = operation.id === 'updateTeam' ? undefined : rivals.get(operation.path);
      expect(renamed.filter((path) => path !== rival)).toEqual([]);
    }
  });

  it.each(['a'.repeat(200), 'listA1::B2/C3', '__', '.', 'É', 'list_'.repeat(30), 'X'])(
    'the id %s gives a name that every provider accepts',
    (id) => {
      expect(nameTools([named('post', '/x', id)])[0]).toMatch(NAME);
    },
  );
});
