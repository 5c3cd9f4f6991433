import { expect, it } from '@jest/globals';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
const SCRIPTS = Object.entries(scripts);
/** The commands that `npm ci` installs, and npm: they exist on every system. */
const PROGRAMS = ['nest', 'node', 'npm', 'oxlint', 'prettier', 'tsc'];

it.each(SCRIPTS)(
  '`npm run %s` is a command that Windows, macOS and Linux read alike',
  (_, script) => {
    const commands = script.split(' && ').map((command) => command.split(' '));
    for (const [program] of commands) expect(PROGRAMS).toContain(program);
    // No variables, quotes, globs, pipes or redirections of a shell.
    expect(script.replaceAll(' && ', ' ')).toMatch(/^[\w\s./:=-]+$/);
  },
);

it.each(SCRIPTS)('`npm run %s` runs only files and scripts that exist', (_, script) => {
  const files = script.match(/(?<= )(?:\.\/)?(?:bench|scripts|test|src)\/[\w./-]+/g) ?? [];
  expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  const others = [...script.matchAll(/npm run (?:--silent )?([\w:]+)/g)].map(([, name]) => name!);
  expect(others.filter((name) => !(name in scripts))).toEqual([]);
});

// Windows starts npm, npx and the commands of packages only in a shell.
it('the scripts start only Node, git, and programs of their system', () => {
  const started = globSync('scripts/*', { cwd: ROOT }).flatMap((file) =>
    [...read(file).matchAll(/\b(?:spawn|exec|execFile)(?:Sync)?\(\s*([^,\s]+),/g)].map(
      ([, program]) => program!,
    ),
  );
  expect([...new Set(started)].toSorted()).toEqual(["'git'", "'taskkill'", 'process.execPath']);
});

it.each(globSync('scripts/*', { cwd: ROOT }))('%s names no path of one system', (file) => {
  expect(read(file)).not.toMatch(/'\/(?:tmp|dev|proc|usr)\b|import\.meta\.url\)\.pathname/);
});

it('files have the same line ends on every system', () => {
  expect(read('.gitattributes')).toMatch(/^\* text=auto eol=lf$/m);
});

it('a script that imports built code is type-checked', () => {
  const files = globSync('{bench,scripts,test}/**/*.mjs', { cwd: ROOT });
  const imports = /(?:from|import\()\s*'(?:#built|[./]*\/dist)\//;
  expect(files.filter((file) => imports.test(read(file)))).toEqual([]);
});

it('docs/debugging.md lists the entries of launch.json, and they run scripts that exist', () => {
  const { configurations } = JSON.parse(read('.vscode/launch.json')) as {
    configurations: { name: string; runtimeArgs?: string[] }[];
  };
  const rows = [...read('docs/debugging.md').matchAll(/^\| ([A-Z][^|]*[^| ]) \| .+ \|$/gm)];
  expect(rows.map(([, name]) => name)).toEqual(configurations.map(({ name }) => name));
  for (const { runtimeArgs = [] } of configurations) {
    if (runtimeArgs[0] === 'run') expect(Object.keys(scripts)).toContain(runtimeArgs[1]);
  }
});

/** schemas/devContainer.base.schema.json of github.com/devcontainers/spec, for a container from an image. */
const DEVCONTAINER = z.strictObject({
  name: z.string(),
  image: z.string(),
  postCreateCommand: z.string(),
  forwardPorts: z.array(z.int().min(0).max(65_535)),
  portsAttributes: z.record(
    z.string().regex(/^\d+(-\d+)?$/),
    z.strictObject({ label: z.string() }),
  ),
  customizations: z.strictObject({
    vscode: z.strictObject({ extensions: z.array(z.string().regex(/^[\w-]+\.[\w-]+$/)) }),
  }),
});

it('the devcontainer installs like the gate, and forwards the ports of the demo and the debugger', () => {
  const container = DEVCONTAINER.parse(JSON.parse(read('.devcontainer/devcontainer.json')));
  const [, image] = /^FROM .*node:(\d+)-slim/m.exec(read('Dockerfile'))!;
  expect(container.image).toMatch(
    new RegExp(`^mcr\\.microsoft\\.com/devcontainers/javascript-node:${image}-\\w+$`),
  );
  expect(read('.ci/run')).toContain(container.postCreateCommand);
  expect(container.forwardPorts).toEqual([3000, 3001, 9229]);
  expect(Object.keys(container.portsAttributes).map(Number)).toEqual(container.forwardPorts);
});
