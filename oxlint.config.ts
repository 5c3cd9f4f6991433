import { posix } from 'node:path';
import { defineConfig } from 'oxlint';
import { ROOMS } from './rooms.ts';

/** Every room may import from it. */
const KNOWN_TO_ALL = 'values';

interface Vendor {
  name: string;
  message: string;
  /** The only rooms that may import it. */
  allowedIn: string[];
}

const VENDORS: Vendor[] = [
  {
    name: 'axios',
    message: 'Only src/bullet-train speaks to the application: inject BulletTrainClient.',
    allowedIn: ['bullet-train'],
  },
  {
    name: 'undici',
    message: 'Only src/bullet-train speaks to the application: inject BulletTrainClient.',
    allowedIn: ['bullet-train'],
  },
  {
    name: 'nestjs-cls',
    message: 'Only src/request keeps what belongs to a request: inject RequestContext.',
    allowedIn: ['request'],
  },
  {
    name: 'jose',
    message: 'Only src/oauth seals and checks signatures.',
    allowedIn: ['oauth'],
  },
];

type ImportRule = [
  'error',
  { paths: { name: string; message: string }[]; patterns: { group: string[]; message: string }[] },
];

/** @param room a folder of src/ that ROOMS has; none for files that may import from every room */
function restrictedImports(room?: string, allowedFor: string[] = []): ImportRule {
  const known = [KNOWN_TO_ALL, ...(room === undefined ? [] : [room, ...ROOMS[room]!.knows])];
  const forbidden = room === undefined ? [] : ['.', ...Object.keys(ROOMS)];
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
          group: [`${posix.relative(room!, other)}/*.js`],
          message: `src/${room} may not import from src/${other}: see rooms.ts.`,
        })),
    },
  ];
}

export default defineConfig({
  plugins: ['typescript', 'import', 'unicorn', 'node', 'promise'],
  categories: { correctness: 'error', suspicious: 'error', perf: 'error' },
  ignorePatterns: ['dist/**', 'coverage/**'],
  rules: {
    'import/default': 'error',
    'import/named': 'error',
    'import/namespace': 'error',
    'import/no-cycle': 'error',
    'import/no-unassigned-import': 'off',
    'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
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
      files: [`src/${room}/*.ts`],
      rules: {
        'no-restricted-imports': restrictedImports(
          room,
          VENDORS.filter(({ allowedIn }) =>
            allowedIn.some((folder) => room === folder || room.startsWith(`${folder}/`)),
          ).map(({ name }) => name),
        ),
      },
    })),
    {
      // Tables, which are read by looking up a row.
      files: ['rooms.ts', 'src/config/variable-schemas.ts'],
      rules: { 'max-lines': 'off' },
    },
    {
      // A spec may make what it needs with any room.
      files: ['src/**/*.spec.ts'],
      rules: { 'no-restricted-imports': restrictedImports(undefined, ['undici', 'axios', 'jose']) },
    },
    {
      files: [
        'src/config/**',
        'src/bundle/load.ts',
        'src/sandbox/settings.ts',
        'src/cli/demo.ts',
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
