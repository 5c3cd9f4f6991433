import { describe, expect, it } from '@jest/globals';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { VARIABLE_SCHEMAS } from '../src/config/variable-schemas.js';
import { OLD_NAMES } from '../src/config/old-names.js';
import { SANDBOX_VARIABLES } from '../src/sandbox/settings.js';
import { ROOMS } from '../rooms.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PAGES = globSync(
  ['*.md', 'docs/*.md', 'bench/*.md', '.github/**/*.md', 'src/**/*.md', 'test/**/*.md'],
  { cwd: ROOT },
).filter((page) => !page.includes('node_modules'));
/** Variables of other programs and of the container files, and a list in a spec. */
const OTHERS = [
  'APPLICATION_DESCRIPTION',
  'APPLICATION_NETWORK',
  'APPLICATION_PORT',
  'NPM_TOKEN',
  'IN_WORDS',
  'BULLET_TRAIN_IMAGE',
  'KAMAL_REGISTRY_PASSWORD',
  'NODE_OPTIONS',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'OTEL_RESOURCE_ATTRIBUTES',
  'OTEL_SERVICE_NAME',
  'OTEL_TRACES_SAMPLER',
  'RAILS_SERVE_STATIC_FILES',
  'RENDER_EXTERNAL_URL',
  'BASE_URL',
  'DISABLE_DEVELOPER_MENU',
  'RAILS_ENV',
  'RAILS_MAX_THREADS',
  'WEB_CONCURRENCY',
  'XDG_CACHE_HOME',
];

const read = (page: string) => readFileSync(join(ROOT, page), 'utf8');
/** @returns a page without its blocks of code */
const proseOf = (page: string) => read(page).replaceAll(/^```.*?^```/gms, '');

/** @returns the anchors that GitHub gives to the headings of a page */
function anchorsOf(page: string): string[] {
  return [...proseOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

it.each(PAGES)('%s links only to files and headings that exist', (page) => {
  const links = [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  const broken = links.filter((link) => {
    if (/^(https?|mailto):/.test(link)) return false;
    const [path = '', anchor] = link.split('#', 2);
    const target = path === '' ? page : join(dirname(page), path);
    if (!existsSync(join(ROOT, target))) return true;
    return anchor !== undefined && !anchorsOf(target).includes(anchor);
  });
  expect(broken).toEqual([]);
});

it.each(PAGES)('%s names only files that exist', (page) => {
  const names = [...proseOf(page).matchAll(/`((?:[\w.-]+\/)*[\w.-]+\.(?:ts|mjs|yaml|conf))`/g)].map(
    ([, name = '']) => name,
  );
  const known = globSync(['src/**', 'test/**', 'scripts/*', 'deploy/**', 'bench/*'], { cwd: ROOT });
  const missing = names.filter((name) => {
    const isThere =
      [ROOT, join(ROOT, dirname(page))].some((from) => existsSync(join(from, name))) ||
      known.some((file) => file.endsWith(`/${name}`));
    return !isThere && !GIVEN.includes(name);
  });
  expect(missing).toEqual([]);
});

it.each(PAGES)('%s names only code that exists', (page) => {
  // `McpAnswer`, `ExactNumber`, `kindOf()`: words with a capital inside.
  const names = [...proseOf(page).matchAll(/`([A-Za-z]+[a-z][A-Z]\w*)(?:\(\))?`/g)];
  const sources = globSync(['src/**/*.ts', 'scripts/*', 'package.json', 'deploy/prometheus/*'], {
    cwd: ROOT,
  })
    .map(read)
    .join('\n');
  const missing = names.filter(([, name = '']) => !new RegExp(`\\b${name}\\b`).test(sources));
  expect(missing.map(([, name]) => name)).toEqual([]);
});

/** Files that the reader writes, or that belong to other programs. */
const GIVEN = ['openapi.yaml', 'public/api/v1/openapi.yaml', 'render.yaml'];

/** @returns the titles of a spec's tests and groups, as they are written in the file */
function titlesOf(spec: string): string[] {
  const source = ts.createSourceFile(spec, read(spec), ts.ScriptTarget.Latest, true);
  const titles: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /^(describe|it)\b/.test(node.expression.getText(source))) {
      const [title] = node.arguments;
      if (title && ts.isStringLiteralLike(title)) titles.push(title.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return titles;
}

describe('docs/how-it-works.md', () => {
  const page = read('docs/how-it-works.md');
  const proofs = [
    ...page.matchAll(/^\| [^|]+ \| `([\w./-]+\.(?:e2e-)?spec\.ts)`: (.+?) +\|$/gm),
  ].map(([, spec = '', title = '']): [spec: string, title: string] => [spec, title]);

  it.each(proofs)('is proved by %s: %s', (spec, title) => {
    expect(titlesOf(spec)).toContain(title);
  });

  it('has a table of proofs in every section but the generated one', () => {
    const sections = page.split(/^## /m).slice(1);
    const unproved = sections.filter((section) => !section.includes('| claim '));
    expect(unproved.map((section) => section.split('\n')[0])).toEqual(['The rooms']);
    expect(proofs.length).toBe(page.match(/spec\.ts`: /g)?.length);
  });
});

it.each(['docs/connecting.md', 'docs/troubleshooting.md'])(
  '%s quotes only messages that the server has',
  (page) => {
    const sources = globSync('src/**/*.ts', { cwd: ROOT }).map(read).join('\n');
    const rows = read(page).match(/^\| .*?(?= \| )/gm) ?? [];
    const quotes = rows.flatMap((row) =>
      [...row.matchAll(/"([^"]+)"/g)].map(([, quote = '']) => quote),
    );
    expect(quotes.length).toBeGreaterThan(0);
    expect(quotes.filter((quote) => !sources.includes(quote))).toEqual([]);
  },
);

it.each(PAGES)('%s names only variables that exist', (page) => {
  const known = [
    ...Object.keys(VARIABLE_SCHEMAS.shape),
    ...Object.keys(SANDBOX_VARIABLES),
    // The changelog mentions old names.
    ...(page === 'CHANGELOG.md' ? Object.keys(OLD_NAMES) : []),
  ];
  // A patch shows the code around it.
  const text = read(page).replaceAll(/^```diff.*?^```/gms, '');
  const names = text.match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g) ?? [];
  const unknown = names.filter(
    (name) => !known.includes(name) && !OTHERS.includes(name) && !/^(YOUR|THE)_/.test(name),
  );
  expect([...new Set(unknown)]).toEqual([]);
});

it('rooms.ts has every folder of src/ that holds files, and no other', () => {
  const folders = globSync('src/**/*.ts', { cwd: ROOT }).map((file) => dirname(file).slice(4));
  const rooms = new Set(folders.filter((folder) => folder !== ''));
  expect(Object.keys(ROOMS).toSorted()).toEqual([...rooms].toSorted());
});

it('rooms.ts lets a room import only from rooms that stand above it', () => {
  const order = Object.keys(ROOMS);
  const wrong = Object.entries(ROOMS).flatMap(([room, { knows }], at) =>
    knows
      .filter((other) => other !== '.' && !order.slice(0, at).includes(other))
      .map((other) => [room, other]),
  );
  expect(wrong).toEqual([]);
});

it('docker-compose.yml passes every variable on', () => {
  // Variables that the container sets itself, and one that is not for production.
  const without = ['SERVER_HOST', 'CLIENT_METADATA_ALLOW_LOOPBACK', 'NODE_ENV'];
  const names = Object.keys(VARIABLE_SCHEMAS.shape).filter((name) => !without.includes(name));
  const compose = read('docker-compose.yml');
  expect(names.filter((name) => !compose.includes(`      ${name}: `))).toEqual([]);
});

it('the image, its first calls, `start:prod` and the bench give Node the same flags', () => {
  const text = ['Dockerfile', 'scripts/first-calls.mjs', 'package.json', 'bench/servers.mjs']
    .map(read)
    .join('\n');
  const sizes = [...text.matchAll(/--max-semi-space-size=(\d+)/g)];
  expect(sizes.map(([, size]) => size)).toEqual(['8', '8', '8', '8']);
});
