import { defineConfig } from 'oxlint';

/** Who may know whom: each room of src/ and the rooms it may import from. docs/how-it-works.md draws the same. */
const ROOMS: Record<string, string[]> = {
  text: [],
  config: [],
  openapi: [],
  pages: [],
  sandbox: [],
  'bullet-train': ['config'],
  limits: ['config'],
  telemetry: ['config', 'bullet-train', 'catalog', 'limits'],
  catalog: ['config', 'bullet-train', 'openapi'],
  oauth: ['config', 'bullet-train', 'catalog', 'limits', 'pages'],
  mcp: [
    'config',
    'bullet-train',
    'openapi',
    'catalog',
    'limits',
    'telemetry',
    'oauth/access-tokens',
    'oauth/metadata',
    'oauth/oauth.module',
  ],
  health: ['config', 'bullet-train', 'catalog'],
  doctor: ['config', 'bullet-train', 'catalog', 'openapi'],
  cli: [
    'config',
    'bullet-train/document-remedies',
    'openapi',
    'catalog/tool-view',
    'doctor',
    'sandbox/main',
    'sandbox/settings',
  ],
  http: ['config', 'bullet-train', 'limits', 'oauth', 'mcp', 'pages', 'telemetry'],
  connect: ['config', 'catalog', 'health', 'openapi', 'pages'],
};

/** What every room may import from. */
const KNOWN_TO_ALL = ['text'];

interface Vendor {
  name: string;
  message: string;
  /** The only files that may import it. */
  allowedIn: string[];
}

const VENDORS: Vendor[] = [
  {
    name: 'axios',
    message: 'Only src/bullet-train speaks to the application: inject BulletTrainClient.',
    allowedIn: ['src/bullet-train/**'],
  },
  {
    name: 'undici',
    message: 'Only src/bullet-train speaks to the application: inject BulletTrainClient.',
    allowedIn: ['src/bullet-train/**'],
  },
  {
    name: 'nestjs-cls',
    message: 'Only src/mcp/caller.ts keeps what belongs to a request: inject Caller.',
    allowedIn: ['src/mcp/caller.ts', 'src/mcp/mcp.module.ts'],
  },
  {
    name: 'jose',
    message: 'Only src/oauth seals and checks signatures.',
    allowedIn: ['src/oauth/**'],
  },
];

type ImportRule = [
  'error',
  { paths: { name: string; message: string }[]; patterns: { group: string[]; message: string }[] },
];

function restrictedImports(room?: string, allowedFor: string[] = []): ImportRule {
  const forbidden = Object.keys(ROOMS).filter((other) => room !== undefined && other !== room);
  const known = [...KNOWN_TO_ALL, ...(room === undefined ? [] : ROOMS[room]!)];
  return [
    'error',
    {
      paths: VENDORS.filter(({ name }) => !allowedFor.includes(name)).map(({ name, message }) => ({
        name,
        message,
      })),
      patterns: forbidden
        .filter((other) => !known.includes(other))
        .map((other) => ({
          group: [
            `../${other}/*`,
            `../../${other}/*`,
            ...known.filter((path) => path.startsWith(`${other}/`)).map((path) => `!../${path}.js`),
          ],
          message: `src/${room} does not know src/${other}: see the table in oxlint.config.ts.`,
        })),
    },
  ];
}

export default defineConfig({
  plugins: ['typescript', 'import', 'unicorn', 'node', 'promise'],
  categories: { correctness: 'error', suspicious: 'error', perf: 'error' },
  ignorePatterns: ['dist/**', 'coverage/**'],
  rules: {
    'import/no-cycle': 'error',
    'import/no-unassigned-import': 'off',
    'node/no-process-env': 'error',
    'no-await-in-loop': 'off',
    'no-restricted-imports': restrictedImports(),
    'no-shadow': 'off',
    'no-underscore-dangle': 'off',
    'typescript/no-explicit-any': 'error',
    'unicorn/consistent-function-scoping': 'off',
    'unicorn/prefer-set-has': 'off',
    'unicorn/filename-case': ['error', { case: 'kebabCase' }],
  },
  overrides: [
    ...Object.keys(ROOMS).map((room) => ({
      files: [`src/${room}/**`],
      rules: {
        'no-restricted-imports': restrictedImports(
          room,
          VENDORS.filter(({ allowedIn }) => allowedIn.includes(`src/${room}/**`)).map(
            ({ name }) => name,
          ),
        ),
      },
    })),
    {
      files: ['src/mcp/caller.ts', 'src/mcp/mcp.module.ts'],
      rules: { 'no-restricted-imports': restrictedImports(undefined, ['nestjs-cls']) },
    },
    {
      files: [
        'src/config/**',
        'src/sandbox/settings.ts',
        'src/demo.ts',
        'test/**',
        'bench/**',
        'scripts/**',
      ],
      rules: { 'node/no-process-env': 'off' },
    },
    {
      files: ['test/**', 'bench/**'],
      rules: { 'no-restricted-imports': 'off' },
    },
    {
      // Nest's modules are classes without members.
      files: ['src/**/*.module.ts'],
      rules: { 'typescript/no-extraneous-class': 'off' },
    },
  ],
});
