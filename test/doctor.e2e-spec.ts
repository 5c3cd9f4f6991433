import { expect, it } from '@jest/globals';
import type { Finding } from '../src/doctor/finding.js';
import { type Fault, type SandboxFlags } from '../src/sandbox/sandbox.js';
import { PASSWORD, sandbox, examine, unusual, startDoctorRig } from './doctor-rig.js';

startDoctorRig();

const status = (path: string, code: number, more: Partial<Fault> = {}): Fault => ({
  path,
  kind: 'status',
  status: code,
  ...more,
});
const INFO = '/oauth/token/info';
const dateIn = (seconds: number) => new Date(Date.now() + seconds * 1000).toUTCString();

type State = [
  what: string,
  bend: Partial<SandboxFlags>,
  variables: Record<string, string>,
  found: [check: string, level: Finding['level'], message: RegExp, remedy: RegExp][],
];

it.each<State>([
  ['nothing', {}, {}, []],
  [
    'a variable that cannot be read',
    {},
    { TOKEN_CACHE_SECONDS: '61' },
    [['configuration', 'failure', /^TOKEN_CACHE_SECONDS must be at most 60$/, /--help/]],
  ],
  [
    'an invalid secret',
    {},
    { OAUTH_SECRET: PASSWORD },
    [['configuration', 'failure', /^OAUTH_SECRET must be at least 32 random bytes/, /\.env/]],
  ],
  [
    'invalid patterns',
    {},
    { TOOLS_INCLUDE: 'a b' },
    [['configuration', 'failure', /^TOOLS_INCLUDE cannot read "a b"/, /\.env/]],
  ],
  [
    'no secret',
    {},
    { OAUTH_SECRET: '' },
    [['configuration', 'warning', /^OAUTH_SECRET is not set: /, /\.env/]],
  ],
  [
    'an application that is down',
    {},
    { BULLET_TRAIN_BASE_URL: 'http://127.0.0.1:9' },
    [
      [
        'application',
        'failure',
        /^http:\/\/127\.0\.0\.1:9 cannot be reached: .+/,
        /^Start the app/,
      ],
    ],
  ],
  [
    'an application that resets connections',
    { faults: [{ path: '/', kind: 'reset' }] },
    {},
    [
      [
        'application',
        'failure',
        /(cannot be reached|broke its answer off): /,
        /^Start the application/,
      ],
    ],
  ],
  [
    'an application that answers 500',
    { faults: [status('/', 500)] },
    {},
    [['application', 'failure', /answers 500$/, /log/]],
  ],
  [
    'an application that redirects',
    { faults: [status('/', 301, { headers: { Location: 'https://app.example/' } })] },
    {},
    [['application', 'failure', /301 .*https:\/\/app\.example\/$/, /BULLET_TRAIN_BASE_URL/]],
  ],
  [
    'an application that refuses its host name',
    { faults: [status('/', 403, { body: '<h1>Blocked hosts: 127.0.0.1</h1>' })] },
    {},
    [['application', 'failure', /refuses this host name$/, /config\.hosts << "127\.0\.0\.1"$/]],
  ],
  [
    'another API version',
    {},
    { BULLET_TRAIN_API_VERSION: 'v9' },
    [['document', 'failure', /v9\/openapi\.yaml answered 404/, /BULLET_TRAIN_API_VERSION/]],
  ],
  [
    'an invalid document',
    { document: 'openapi: [' },
    {},
    [['document', 'failure', /^it is not valid YAML or JSON/, /openapi\.yaml/]],
  ],
  [
    'a document with faults',
    {
      document: JSON.stringify({
        openapi: '3.1.0',
        paths: { '/teams': { get: { operationId: 'listTeams' } }, '/../admin': { get: {} } },
      }),
    },
    {},
    [['document', 'warning', /^it has one fault$/, /x-mcp: false/]],
  ],
  [
    'patterns that choose nothing',
    {},
    { TOOLS_INCLUDE: 'nothing_*' },
    [['document', 'failure', /^0 of 22 tools .*TOOLS_INCLUDE/, /at least one/]],
  ],
  [
    'no token info',
    { tokenInfo: false },
    {},
    [['token info', 'failure', /answers 404 instead of 401$/, /trusts every token/]],
  ],
  [
    'a page instead of token info',
    { faults: [{ path: INFO, kind: 'html' }] },
    {},
    [['token info', 'failure', /answers 200 instead of 401$/, /BULLET_TRAIN_BASE_URL/]],
  ],
  [
    'no authorization endpoint',
    { faults: [status('/oauth/authorize', 404)] },
    {},
    [
      ['OAuth endpoints', 'failure', /^\/oauth\/authorize answers 404$/, /use_doorkeeper/],
      [
        "operator's application",
        'failure',
        /answers 404 to its redirect URI$/,
        /^Register exactly/,
      ],
    ],
  ],
  [
    'no token endpoint',
    { faults: [status('/oauth/token', 404, { method: 'POST', body: '<h1>Not Found</h1>' })] },
    {},
    [
      ['OAuth endpoints', 'failure', /^\/oauth\/token answers 404, without/, /use_doorkeeper/],
      ["operator's application", 'failure', /^\/oauth\/token answers 404/, /log/],
      [
        'refresh tokens',
        'warning',
        /cannot check whether they are on: \/oauth\/token answers 404$/,
        /use_refresh_token/,
      ],
    ],
  ],
  [
    'a token endpoint that hangs up',
    { faults: [{ path: '/oauth/token', method: 'POST', kind: 'reset' }] },
    {},
    [
      ['OAuth endpoints', 'failure', /(cannot be reached|broke its answer off)/, /^Start/],
      ["operator's application", 'failure', /(cannot be reached|broke its answer off)/, /^Start/],
      ['refresh tokens', 'failure', /(cannot be reached|broke its answer off)/, /^Start/],
    ],
  ],
  [
    "no application of the operator's",
    {},
    { BULLET_TRAIN_CLIENT_ID: '', BULLET_TRAIN_CLIENT_SECRET: '' },
    [
      [
        "operator's application",
        'warning',
        /^there is none/,
        /redirect_uri: "[^"]+\/oauth\/callback", team: nil.*Provision New Platform Application.*separated by spaces/,
      ],
    ],
  ],
  [
    'a client ID that is not known',
    {},
    { BULLET_TRAIN_CLIENT_ID: 'nobody' },
    [["operator's application", 'failure', /refuses its client ID or secret$/, /Developers/]],
  ],
  [
    'a client secret that is not right',
    {},
    { BULLET_TRAIN_CLIENT_SECRET: PASSWORD },
    [["operator's application", 'failure', /refuses its client ID or secret$/, /Developers/]],
  ],
  [
    'a redirect URI that is refused at once',
    { faults: [status('/oauth/authorize', 400)] },
    {},
    [
      [
        "operator's application",
        'failure',
        /^\/oauth\/authorize answers 400/,
        /\/oauth\/callback as its Redirect URI/,
      ],
    ],
  ],
  [
    'no refresh tokens',
    { refreshTokens: false },
    {},
    [['refresh tokens', 'warning', /^they are off/, /^Set `use_refresh_token` in config\/init/]],
  ],
  [
    'a PUBLIC_URL without https',
    {},
    { PUBLIC_URL: 'http://mcp.invalid' },
    [
      ['configuration', 'warning', /^PUBLIC_URL is not https/, /\.env/],
      ['PUBLIC_URL', 'failure', /^http:\/\/mcp\.invalid is not https/, /https address/],
    ],
  ],
  [
    'a PUBLIC_URL of this machine in production',
    {},
    { NODE_ENV: 'production' },
    [['PUBLIC_URL', 'warning', /is only for clients on this machine$/, /https address/]],
  ],
  [
    'a clock that is ahead',
    { faults: [status(INFO, 401, { headers: { Date: dateIn(3_600) } })] },
    {},
    [['clocks', 'failure', /^the application's is 3[3-6]\d\d s ahead of/, /NTP/]],
  ],
  [
    'a clock that is behind',
    { faults: [status(INFO, 401, { headers: { Date: dateIn(-3_600) } })] },
    {},
    [['clocks', 'failure', /^the application's is 3[67]\d\d s behind/, /NTP/]],
  ],
  [
    'an address of another machine',
    {},
    { SERVER_HOST: '192.0.2.1' },
    [['ports', 'failure', /^192\.0\.2\.1 is not an address of this machine/, /SERVER_HOST/]],
  ],
  [
    'a Redis that is not there',
    {},
    { REDIS_URL: `redis://someone:${PASSWORD}@127.0.0.1:9` },
    [['Redis', 'failure', /^it does not answer \(ECONNREFUSED\)/, /^Start Redis/]],
  ],
])('the doctor reports %s', async (_, bend, more, found) => {
  Object.assign(sandbox.flags, bend);
  const { findings } = await examine(more);
  const expected = found.map(([check, level, message, remedy]) =>
    expect.objectContaining({
      check,
      level,
      message: expect.stringMatching(message),
      remedy: expect.stringMatching(remedy),
    }),
  );
  expect(unusual(findings)).toEqual(expected);
});
