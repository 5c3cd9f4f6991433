import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort, until } from './running-server.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const INSTALL_MS = 240_000;
const run = promisify(execFile);

/** A separate folder where only the package's tarball is installed. */
let folder: string;
let temporary: string;
let tarball: string;

beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'package-'));
  // `npm test` has built already; building again would remove files that other tests use.
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', temporary], { cwd: ROOT });
  const [packed = ''] = await readdir(temporary);
  tarball = join(temporary, packed);
  folder = join(temporary, 'empty');
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), '{"private": true}');
  const flags = ['--prefer-offline', '--no-audit', '--no-fund'];
  await run('npm', ['install', ...flags, tarball], { cwd: folder });
}, INSTALL_MS);
afterAll(() => rm(temporary, { recursive: true }));

/** Starts the installed program like a shell. */
function start(args: string[], program = join(folder, 'node_modules/.bin/bullet-train-mcp')) {
  const env = { PATH: process.env['PATH'], NO_COLOR: '1' };
  const child = spawn(program, args, { cwd: folder, env, detached: true });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, ended, output: () => output };
}

/** Runs the `curl` line that the demo prints. */
async function callAsDemoSays(output: string) {
  const [curl = ''] = /^ *curl .*$/m.exec(output) ?? [];
  const { stdout } = await run('sh', ['-c', curl]);
  const answer = JSON.parse(stdout) as { result: { structuredContent: { items: unknown[] } } };
  return answer.result;
}

it('the npm package holds the program and its files, and nothing else', async () => {
  const installed = join(folder, 'node_modules/bullet-train-mcp');
  const files = await readdir(installed, { recursive: true, withFileTypes: true });
  const names = files
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name).slice(installed.length + 1));
  const others = names.filter((name) => !/^dist\/bundle\/[\w.-]+\.c?js$/.test(name));
  expect(others.toSorted()).toEqual([
    '.env.example',
    'LICENSE',
    'README.md',
    'bin/bullet-train-mcp.js',
    'dist/bundle/THIRD-PARTY-NOTICES.txt',
    'dist/bundle/sbom.cdx.json',
    'dist/views/view.html',
    'package.json',
  ]);
});

it('the npm package has no dependencies, and downloads less than 5 MB', async () => {
  const packages = await readdir(join(folder, 'node_modules'));
  expect(packages.filter((name) => !name.startsWith('.'))).toEqual(['bullet-train-mcp']);
  expect((await stat(tarball)).size).toBeLessThan(5_000_000);
});

it('the npm package lists its bundled packages for scanners', async () => {
  const shipped = join(folder, 'node_modules/bullet-train-mcp/dist/bundle');
  const bill = JSON.parse(await readFile(join(shipped, 'sbom.cdx.json'), 'utf8')) as {
    components: { purl: string }[];
  };
  const purls = bill.components.map(({ purl }) => purl);
  expect(purls).toEqual(expect.arrayContaining([expect.stringMatching(/^pkg:npm\/axios@\d/)]));
  expect(purls).toEqual(
    expect.arrayContaining([expect.stringMatching(/^pkg:npm\/%40nestjs\/core@\d/)]),
  );
});

it.each(['axios', '@nestjs/core', 'ioredis', '@opentelemetry/resources', 'reflect-metadata'])(
  'the npm package ships the licence of %s',
  async (name) => {
    const shipped = join(folder, 'node_modules/bullet-train-mcp/dist/bundle');
    const notices = await readFile(join(shipped, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    const [, licence] =
      new RegExp(`^${name} [0-9.]+\n([\\s\\S]*?)^-{80}$`, 'm').exec(notices) ?? [];
    expect(licence).toMatch(/^Licence: [\w.-]+\n\n[\s\S]*copyright/i);
  },
);

it('the npm package runs by npx', async () => {
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
    version: string;
  };
  const npx = ['--no-install', 'bullet-train-mcp', '--version'];
  expect((await run('npx', npx, { cwd: folder })).stdout).toBe(`${version}\n`);
});

it('`npx bullet-train-mcp demo` runs, and the curl line that it prints calls a tool', async () => {
  const [sandboxPort, port] = [await freePort(), await freePort()];
  const flags = [`--server-port=${port}`, `--sandbox-port=${sandboxPort}`];
  const demo = start(['--no-install', 'bullet-train-mcp', 'demo', ...flags], 'npx');
  await until(() => demo.output().includes('Ctrl-C ends both'));
  const { structuredContent } = await callAsDemoSays(demo.output());
  expect(structuredContent.items).toContainEqual(expect.objectContaining({ id: 1 }));
  // Signals npx and the program that it runs, like a terminal.
  process.kill(-demo.child.pid!, 'SIGINT');
  await demo.ended;
});

it(
  'the npm package runs on the oldest Node that `engines` names',
  async () => {
    const manifest = await readFile(join(folder, 'node_modules/bullet-train-mcp/package.json'));
    const { engines } = JSON.parse(manifest.toString()) as { engines: { node: string } };
    const [, oldest] = /^>=(\d+\.\d+)$/.exec(engines.node)!;
    // npm has Node itself, as a package for each system.
    const name = `node-${process.platform}-${process.arch}`;
    const place = join(temporary, 'oldest');
    const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--prefix', place];
    await run('npm', ['install', ...flags, `${name}@${oldest}`]);
    const node = join(place, 'node_modules', name, 'bin/node');
    expect((await run(node, ['--version'])).stdout).toMatch(new RegExp(`^v${oldest}\\.`));

    const [sandboxPort, port] = [await freePort(), await freePort()];
    const program = join(folder, 'node_modules/bullet-train-mcp/bin/bullet-train-mcp.js');
    const ports = [`--server-port=${port}`, `--sandbox-port=${sandboxPort}`];
    const demo = start([program, 'demo', ...ports], node);
    await until(() => demo.output().includes('Ctrl-C ends both'));
    const { structuredContent } = await callAsDemoSays(demo.output());
    expect(structuredContent.items.length).toBeGreaterThan(0);
    demo.child.kill('SIGTERM');
    expect(await demo.ended).toBe(0);
    expect(demo.output()).not.toContain('Warning');
  },
  INSTALL_MS,
);

it('the npm package refuses an old Node with one line', async () => {
  const preload = `data:text/javascript,${encodeURIComponent(`
    const versions = { ...process.versions, node: '22.9.0' };
    Object.defineProperty(process, 'versions', { value: versions });`)}`;
  const program = join(folder, 'node_modules/bullet-train-mcp/bin/bullet-train-mcp.js');
  const old = run(process.execPath, ['--import', preload, program, '--version'], { cwd: folder });
  await expect(old).rejects.toMatchObject({
    code: 1,
    stderr: `bullet-train-mcp needs Node 22.11 or later; this is ${process.version}\n`,
  });
});

it('the npm package starts the sandbox, the server in front of it, and the doctor', async () => {
  const [sandboxPort, port] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${sandboxPort}`;
  const flags = [`--bullet-train-base-url=${url}`, `--server-port=${port}`];
  const sandbox = start(['sandbox', `--sandbox-port=${sandboxPort}`]);
  await until(() => sandbox.output().includes(url));
  const server = start([...flags, '--server-host=127.0.0.1']);
  await until(() => server.output().includes('Tools: '));
  expect(await (await fetch(`http://127.0.0.1:${port}/health`)).json()).toMatchObject({
    status: 'healthy',
    tools: 22,
  });
  const doctor = start(['doctor', ...flags]);
  expect(await doctor.ended).toBe(0);
  expect(doctor.output()).toContain(`✓ PUBLIC_URL: http://localhost:${port} leads to this server`);
  for (const { child, ended } of [server, sandbox]) {
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  }
});
