import * as fc from 'fast-check';

/** A request to the MCP endpoint as it goes over the wire. */
export interface RawRequest {
  path: string;
  headers: Record<string, string>;
  body: string;
}

const MODERN = '2026-07-28';
const ENVELOPE = 'io.modelcontextprotocol/';

const plainEnvelope = {
  [`${ENVELOPE}protocolVersion`]: MODERN,
  [`${ENVELOPE}clientInfo`]: { name: 'raw', version: '1' },
  [`${ENVELOPE}clientCapabilities`]: {},
};

/** The usual value in twelve of thirteen cases, so that most requests have at most one oddity. */
function mostly<T>(usual: T, ...odd: T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 12, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...odd) },
  );
}

function halfTheTime<T>(usual: T, ...odd: T[]): fc.Arbitrary<T> {
  return fc.oneof(fc.constant(usual), fc.constantFrom(...odd));
}

const path = mostly(
  '/mcp',
  '/',
  '/mcp/',
  '/mcp?readonly=true',
  '/mcp?tools=list_*',
  '/mcp?readonly=false&tools=projects_*,teams_*',
  '/mcp?tools=nothing_of_this_name',
  '/mcp?readonly=maybe',
  '/mcp?x=1',
);

/** As JSON text, so that numbers are written as clients write them. */
const id = halfTheTime<string | undefined>(
  '"an id"',
  '0',
  '-1',
  '7',
  '9007199254740991',
  '9007199254740993',
  '1.5',
  '1.0',
  '1e3',
  '""',
  '"\\u2028<é日本\\ud800"',
  'null',
  'true',
  '{}',
  '[1]',
  undefined,
);

const meta = halfTheTime<unknown>(
  undefined,
  {},
  { progressToken: 'p' },
  { progressToken: 3 },
  { progressToken: 1.5 },
  { progressToken: null },
  { progressToken: {} },
  { 'example.com/own': { a: [1] } },
  { [`${ENVELOPE}related-task`]: { taskId: 'x' } },
  { [`${ENVELOPE}protocolVersion`]: MODERN },
  { [`${ENVELOPE}protocolVersion`]: '1999-01-01' },
  { [`${ENVELOPE}clientInfo`]: 'nobody' },
  { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
  'x',
  [],
  null,
);

const args = fc.oneof(
  mostly<unknown>(
    { id: 1 },
    undefined,
    {},
    { id: '1' },
    { id: 999 },
    { ids: 1 },
    { id: [] },
    [],
    null,
    'x',
    5,
  ),
  fc.constantFrom<unknown>(
    { id: 1, team_id: 1 },
    { id: 1, fields: ['name'] },
    { team_id: 1, max_items: 3 },
    { team_id: 1, after: 2, fields: ['id', 'no_such'] },
    { id: 'me' },
    { id: '../teams/1' },
    { id: 'é\u2028"\\' },
  ),
  fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }),
);

const method = fc.oneof(
  { weight: 4, arbitrary: fc.constant('tools/list' as unknown) },
  { weight: 12, arbitrary: fc.constant('tools/call' as unknown) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<unknown>(
      'ping',
      'resources/list',
      'prompts/list',
      'server/discover',
      'notifications/initialized',
      'initialize',
      'no/such',
      'tools/calls',
      '',
      5,
      null,
      undefined,
    ),
  },
);

const name = (tools: readonly string[]) =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom<unknown>(...tools) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<unknown>('get_nothing', '', 5, null, undefined, 'toString'),
    },
  );

const header = <T extends string>(...odd: (T | '' | 'usual')[]) => mostly<string>('usual', ...odd);

const headers = fc.record({
  accept: header(
    '',
    'application/json',
    '*/*',
    'text/event-stream',
    'text/html',
    'application/json;q=0',
  ),
  contentType: header('', 'application/json; charset=utf-8', 'text/plain', 'application/JSON'),
  version: header('', '2025-06-18', '2025-03-26', '2025-11-25', MODERN, '1999-01-01'),
  methodHeader: header('', 'tools/list', ' tools/call '),
  nameHeader: header('', 'list_teams', ' get_project'),
});

/**
 * Requests of both eras, valid and invalid: headers, ids, `_meta`, parameters, methods, URLs of narrowed connections.
 * @param tools the names of tools that only read
 */
export function anyRequest(tools: readonly string[], token: string): fc.Arbitrary<RawRequest> {
  const params = fc.record({
    name: name(tools),
    args,
    meta,
    cursor: mostly<unknown>(undefined, 'x', '', null, 5),
    more: mostly<unknown>(undefined, true),
    instead: mostly<unknown>('params', undefined, null, [], 'x', 5),
  });
  const shape = {
    isModern: fc.boolean(),
    path,
    id,
    method,
    params,
    headers,
    version: mostly<unknown>('2.0', '1.0', 2, undefined),
    more: mostly<unknown>(undefined, 1),
    isBatch: mostly(false, true),
  };
  return fc.record(shape).map((given) => {
    const { isModern, path, headers: said } = given;
    const isCall = given.method === 'tools/call';
    const { instead, name, args, meta, cursor, more } = given.params;
    const envelope = isModern && (meta === undefined || isObject(meta)) ? plainEnvelope : {};
    const ownMeta = isModern && isObject(meta ?? {}) ? { ...envelope, ...(meta as object) } : meta;
    const params = {
      ...(isCall && { name, arguments: args }),
      ...(ownMeta !== undefined && { _meta: ownMeta }),
      ...(given.method === 'tools/list' && { cursor }),
      more,
    };
    const message = JSON.stringify({
      jsonrpc: given.version,
      method: given.method,
      params: instead === 'params' ? params : instead,
      more: given.more,
    });
    const withId = given.id === undefined ? message : message.replace(/\}$/, `,"id":${given.id}}`);
    const subject = isCall ? text(name) : '';
    const sent = {
      'content-type': pick(said.contentType, 'application/json'),
      accept: pick(said.accept, 'application/json, text/event-stream'),
      'mcp-protocol-version': pick(said.version, isModern ? MODERN : ''),
      'mcp-method': pick(said.methodHeader, isModern ? text(given.method) : ''),
      'mcp-name': pick(said.nameHeader, isModern ? subject : ''),
    };
    return {
      path,
      headers: {
        authorization: `Bearer ${token}`,
        ...Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== '')),
      },
      body: given.isBatch ? `[${withId}]` : withId,
    };
  });
}

function pick(said: string, usual: string): string {
  return said === 'usual' ? usual : said;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
