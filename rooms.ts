/** A folder of src/: what is in it, and which other folders its files may import from. */
export interface Room {
  holds: string;
  /** Each folder on its own; `.` is src/ itself, where app.module.ts wires the rooms. */
  knows: string[];
}

/**
 * The rooms of src/, from the ground up: each knows only rooms above it in this table, and `values`. The linter
 * enforces it (oxlint.config.ts), and docs/how-it-works.md shows it (`npm run docs`).
 */
export const ROOMS: Record<string, Room> = {
  values: { holds: 'small functions on plain values; imports nothing of ours', knows: [] },
  config: {
    holds: 'the schema of the variables, and the only reader of the environment',
    knows: [],
  },
  'pages/texts': { holds: 'the texts of the pages, one file for each language', knows: [] },
  pages: { holds: 'HTML: the connect, consent and error pages', knows: ['pages/texts'] },
  sandbox: { holds: 'the stand-in Bullet Train application of the demo and the tests', knows: [] },
  request: {
    holds: 'the context of one HTTP request, and the record of it that telemetry gets',
    knows: [],
  },
  'openapi/document': {
    holds: 'an OpenAPI document: parse, repair, limits, Swagger 2.0, references, paths',
    knows: [],
  },
  'openapi/schema': {
    holds: "the document's schemas as plain JSON Schema",
    knows: ['openapi/document'],
  },
  'openapi/operations': {
    holds: 'operations with their parameters, request body and success response; overrides',
    knows: ['openapi/document', 'openapi/schema'],
  },
  'openapi/plan': {
    holds: 'how a call becomes a request: the names of arguments and where each goes',
    knows: ['openapi/document', 'openapi/schema', 'openapi/operations'],
  },
  'openapi/tools': {
    holds: 'what a client sees of a tool: name, description, annotations, schemas',
    knows: ['openapi/document', 'openapi/schema', 'openapi/operations', 'openapi/plan'],
  },
  openapi: {
    holds: 'the compiler, which runs these stages: document → tools',
    knows: [
      'openapi/document',
      'openapi/schema',
      'openapi/operations',
      'openapi/plan',
      'openapi/tools',
    ],
  },
  'openapi/request': {
    holds: 'arguments → request: coerce, validate, build, serialize',
    knows: [
      'openapi/document',
      'openapi/schema',
      'openapi/operations',
      'openapi/plan',
      'openapi/tools',
    ],
  },
  'openapi/response': {
    holds: 'response → result: read, clean, page, shorten, advice on errors',
    knows: ['openapi/document', 'openapi/operations', 'openapi/plan', 'openapi/tools'],
  },
  'bullet-train': {
    holds: 'all that speaks to the application: HTTP client, token validation, the document source',
    knows: ['config'],
  },
  redis: { holds: 'the one connection to the Redis that replicas share', knows: ['config'] },
  limits: {
    holds: 'requests a minute, counted in memory or in Redis',
    knows: ['config', 'redis'],
  },
  'catalog/search': {
    holds: 'the search index over tools, and the tools that search and call',
    knows: ['openapi/document', 'openapi/operations', 'openapi/tools'],
  },
  'catalog/knowledge': {
    holds: 'the tools search, fetch and get_profile, and which records can be searched',
    knows: ['openapi/document', 'openapi/tools'],
  },
  catalog: {
    holds: 'the tools of the newest document, and what one connection sees of them',
    knows: [
      'config',
      'bullet-train',
      'openapi',
      'openapi/document',
      'openapi/operations',
      'openapi/tools',
      'catalog/search',
      'catalog/knowledge',
    ],
  },
  telemetry: {
    holds: 'the log, the metrics and the traces',
    knows: ['config', 'request', 'bullet-train', 'limits', 'catalog'],
  },
  'oauth/sealing': { holds: 'encryption of what travels through clients', knows: ['config'] },
  'oauth/sharing': {
    holds: 'work that is done once, in a process or across replicas with Redis',
    knows: ['config', 'redis', 'oauth/sealing'],
  },
  'oauth/protocol': {
    holds: 'rules of the RFCs: errors, parameters, PKCE, scopes, metadata',
    knows: ['config'],
  },
  'oauth/upstream': {
    holds: "Bullet Train's Doorkeeper, as its client",
    knows: ['config', 'bullet-train', 'limits', 'oauth/sealing', 'oauth/protocol'],
  },
  'oauth/clients': {
    holds: 'one file for each kind of client, and how clients authenticate',
    knows: [
      'config',
      'bullet-train',
      'limits',
      'oauth/sealing',
      'oauth/sharing',
      'oauth/protocol',
      'oauth/upstream',
    ],
  },
  'oauth/tokens': {
    holds: 'the access and refresh tokens that this server issues',
    knows: [
      'config',
      'bullet-train',
      'oauth/sealing',
      'oauth/sharing',
      'oauth/protocol',
      'oauth/upstream',
    ],
  },
  'oauth/authorization': {
    holds: 'a sign-in on its way: request, cookies, state, code',
    knows: ['pages', 'oauth/sealing', 'oauth/protocol', 'oauth/upstream', 'oauth/clients'],
  },
  'oauth/grants': {
    holds: 'one file for each grant',
    knows: [
      'config',
      'bullet-train',
      'oauth/sharing',
      'oauth/protocol',
      'oauth/upstream',
      'oauth/clients',
      'oauth/tokens',
      'oauth/authorization',
    ],
  },
  'oauth/endpoints': {
    holds: 'the controllers, and one file for each endpoint',
    knows: [
      'config',
      'pages',
      'bullet-train',
      'limits',
      'catalog',
      'oauth/sealing',
      'oauth/protocol',
      'oauth/upstream',
      'oauth/clients',
      'oauth/tokens',
      'oauth/authorization',
      'oauth/grants',
    ],
  },
  oauth: {
    holds: 'the OAuth module',
    knows: [
      'bullet-train',
      'redis',
      'limits',
      'catalog',
      'oauth/sealing',
      'oauth/sharing',
      'oauth/protocol',
      'oauth/upstream',
      'oauth/clients',
      'oauth/tokens',
      'oauth/authorization',
      'oauth/grants',
      'oauth/endpoints',
    ],
  },
  'views/client': {
    holds: 'the script of the views, which runs in a browser (`scripts/view.mjs` bundles it)',
    knows: [],
  },
  views: {
    holds: 'views of MCP Apps: their addresses, and what each knows of the tools around it',
    knows: ['openapi/tools', 'catalog', 'catalog/search', 'views/client'],
  },
  'mcp/message': {
    holds: 'one MCP message: reads it, refuses what is none, writes its answer',
    knows: ['openapi/document', 'request', 'telemetry'],
  },
  'mcp/auth': {
    holds: 'the guards: Origin and Host, the bearer token',
    knows: ['config', 'request', 'bullet-train', 'limits', 'oauth/protocol', 'oauth/tokens'],
  },
  'mcp/access': {
    holds:
      'whether a call is allowed, and what of its answer: what the person has granted the client',
    knows: [
      'request',
      'bullet-train',
      'openapi/document',
      'openapi/operations',
      'openapi/tools',
      'openapi/request',
      'openapi/response',
      'catalog',
    ],
  },
  'mcp/tools': {
    holds: 'carries out a call',
    knows: [
      'config',
      'request',
      'openapi/document',
      'openapi/plan',
      'openapi/tools',
      'openapi/request',
      'openapi/response',
      'oauth/sealing',
      'oauth/sharing',
      'bullet-train',
      'limits',
      'catalog',
      'catalog/search',
      'mcp/access',
    ],
  },
  'mcp/knowledge': {
    holds: 'search, fetch and get_profile: reads, ranks and opens records',
    knows: [
      'config',
      'request',
      'openapi/document',
      'openapi/plan',
      'openapi/tools',
      'openapi/response',
      'catalog',
      'catalog/search',
      'catalog/knowledge',
      'mcp/access',
      'mcp/tools',
    ],
  },
  'mcp/dispatch': {
    holds: 'finds the tool of a call',
    knows: ['catalog', 'mcp/tools', 'mcp/knowledge'],
  },
  'mcp/resources': {
    holds: 'resources and prompts',
    knows: [
      'config',
      'openapi/document',
      'openapi/tools',
      'openapi/request',
      'openapi/response',
      'catalog',
      'views',
      'mcp/access',
      'mcp/tools',
    ],
  },
  'mcp/sdk': {
    holds: 'answers through a server of the SDK, made for the one request',
    knows: [
      'config',
      'request',
      'openapi/plan',
      'openapi/tools',
      'bullet-train',
      'catalog',
      'views',
      'catalog/search',
      'mcp/message',
      'mcp/tools',
      'mcp/dispatch',
      'mcp/resources',
    ],
  },
  'mcp/fast-path': {
    holds: 'answers plain lists and calls without the SDK, with the same bytes',
    knows: [
      'config',
      'request',
      'openapi/response',
      'catalog',
      'views',
      'mcp/message',
      'mcp/tools',
      'mcp/dispatch',
      'mcp/sdk',
    ],
  },
  mcp: {
    holds: 'the MCP endpoint and its module',
    knows: [
      'config',
      'request',
      'bullet-train',
      'limits',
      'catalog',
      'oauth',
      'mcp/message',
      'mcp/auth',
      'mcp/access',
      'mcp/tools',
      'mcp/knowledge',
      'mcp/dispatch',
      'mcp/resources',
      'mcp/sdk',
      'mcp/fast-path',
    ],
  },
  health: {
    holds: 'health, liveness, readiness',
    knows: ['config', 'bullet-train', 'catalog', 'oauth/upstream', 'oauth'],
  },
  connect: {
    holds: 'what the connect page shows',
    knows: ['config', 'pages', 'openapi/tools', 'catalog', 'health'],
  },
  http: {
    holds: 'what holds for every request: context, headers, CORS, framing, errors as responses',
    knows: ['config', 'pages', 'request', 'telemetry', 'oauth/protocol', 'oauth/authorization'],
  },
  process: {
    holds: 'start, banner, workers, graceful shutdown, crash handlers',
    knows: [
      '.',
      'config',
      'request',
      'openapi/request',
      'bullet-train',
      'limits',
      'catalog',
      'telemetry',
      'oauth/sealing',
      'oauth/protocol',
      'mcp/sdk',
      'http',
    ],
  },
  doctor: {
    holds: 'one check in each file: what is right, what is not, what to do about it',
    knows: ['config', 'openapi', 'openapi/document', 'openapi/tools', 'bullet-train', 'catalog'],
  },
  cli: {
    holds: 'the commands',
    knows: [
      'config',
      'sandbox',
      'openapi',
      'openapi/document',
      'openapi/tools',
      'bullet-train',
      'catalog',
      'process',
      'doctor',
    ],
  },
};
