// The resource of each document that is asked for, and how each server names its tools for it.

/** Whose pages do not fit into one answer. */
export const WIDE_PARENT = 2;

/**
 * `path` and `collection` are the API's, `parent` the collection's argument, `title` a text field that is checked,
 * `wrapper` Rails' name for the fields of a change. `shown` is how many of a page's 25
 * records ours shows at least, where they are too much for one answer. Tools are found by the first name that a server has.
 */
export const RESOURCES = {
  project: {
    path: '/projects/{id}',
    collection: '/teams/{parent}/projects',
    parent: 'team_id',
    title: 'name',
    wrapper: 'project',
    query: 'list projects of a team',
    tools: {
      get: ['get_project', 'get-projects'],
      page: ['list_projects', 'lst-projects'],
      create: ['create_project', 'crt-projects'],
    },
  },
  thing: {
    path: '/scaffolding/completely_concrete/tangible_things/{id}',
    collection:
      '/scaffolding/absolutely_abstract/creative_concepts/{parent}/completely_concrete/tangible_things',
    parent: 'absolutely_abstract_creative_concept_id',
    title: 'text_field_value',
    wrapper: 'scaffolding_completely_concrete_tangible_thing',
    query: 'list tangible things',
    tools: {
      get: [
        'get_completely_concrete_tangible_thing',
        'get-scaffolding-completely-concrete-tangible-things',
      ],
      page: [
        'list_completely_concrete_tangible_things',
        'lst-scaffolding-completely-concrete-tangible-things',
      ],
      create: [
        'create_completely_concrete_tangible_thing',
        'crt-scaffolding-completely-concrete-tangible-things',
      ],
    },
  },
  contact: {
    path: '/contacts/{id}',
    collection: '/workspaces/{parent}/contacts',
    parent: 'workspace_id',
    title: 'first_name',
    wrapper: 'contact',
    shown: 15,
    query: 'list contacts of a workspace',
    tools: {
      get: ['get_contact', 'get-contacts'],
      page: ['list_contacts', 'lst-contacts'],
      create: ['create_contact', 'crt-contacts'],
    },
  },
};

/** @returns the tools of a server by what they do, and how many it has */
export function findTools(list, resource) {
  const names = new Set(JSON.parse(list).result.tools.map(({ name }) => name));
  const found = Object.entries(RESOURCES[resource].tools).map(([what, candidates]) => [
    what,
    candidates.find((name) => names.has(name)),
  ]);
  return { count: names.size, ...Object.fromEntries(found) };
}

/** The API's own request for the arguments of a tool, for those who speak to it directly. */
export function apiRequest(resource, { id, after, ...rest }) {
  const { path, collection, parent, title, wrapper } = RESOURCES[resource];
  if (id !== undefined) return { method: 'GET', path: `/api/v1${path.replace('{id}', id)}` };
  const { [parent]: owner, ...fields } = rest;
  const place = `/api/v1${collection.replace('{parent}', owner)}`;
  if (title in fields) return { method: 'POST', path: place, body: { [wrapper]: fields } };
  return { method: 'GET', path: after === undefined ? place : `${place}?after=${after}` };
}
