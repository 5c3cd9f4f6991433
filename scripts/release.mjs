/**
 * Makes a release: `npm run release -- VERSION [--dry-run]`. Sets the version, dates the changelog, tries the package
 * from its tarball, commits and tags. With `--dry-run` everything is tried and undone.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CHANGELOG = 'CHANGELOG.md';
/** Files that name the image's version. */
const KUSTOMIZATIONS = ['gateway', 'ingress'].map(
  (overlay) => `deploy/kubernetes/overlays/${overlay}/kustomization.yaml`,
);
const CHANGED = ['package.json', 'package-lock.json', CHANGELOG, ...KUSTOMIZATIONS];
const DEMO_MS = 60_000;

/** An error that says what the caller has to do. */
class UsageError extends Error {}

try {
  await release(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function release(args) {
  const isDry = args.includes('--dry-run');
  const version = args.find((arg) => !arg.startsWith('--')) ?? '';
  check(version, isDry);
  try {
    writeVersion(version);
    await tryPackage(version);
  } catch (error) {
    git('checkout', '--', ...CHANGED);
    throw error;
  }
  console.log(git('diff', '--stat'));
  if (isDry) {
    git('checkout', '--', ...CHANGED);
    console.log(`${version} could be released. Nothing was changed.`);
    return;
  }
  git('commit', '--quiet', '--message', version, '--', ...CHANGED);
  git('tag', '--annotate', `v${version}`, '--message', `bullet-train-mcp ${version}`);
  console.log(`v${version} is tagged: git push --follow-tags`);
}

/** @throws UsageError */
function check(version, isDry) {
  const { version: current } = JSON.parse(read('package.json'));
  const isFirst = git('tag', '--list', 'v*') === '';
  if (!/^\d+\.\d+\.\d+$/.test(version)) {
    throw new UsageError(`Which version? npm run release -- ${current} [--dry-run]`);
  }
  if (!(compare(version, current) > 0 || (isFirst && version === current))) {
    throw new UsageError(`${version} is not newer than ${current}`);
  }
  if (git('status', '--porcelain') !== '') throw new UsageError('Commit or undo what is changed');
  if (!isDry && git('branch', '--show-current') !== 'main') {
    throw new UsageError('Releases are made from main');
  }
  if (!/^## Unreleased\n[^#]*(### |- )/m.test(read(CHANGELOG))) {
    throw new UsageError(`There is nothing under Unreleased in ${CHANGELOG}`);
  }
}

function compare(one, other) {
  const [a, b] = [one, other].map((version) => version.split('.').map(Number));
  return a.map((part, index) => part - b[index]).find((difference) => difference !== 0) ?? 0;
}

function writeVersion(version) {
  npm('version', version, '--no-git-tag-version', '--allow-same-version');
  const today = new Date().toISOString().slice(0, 10);
  edit(CHANGELOG, /^## Unreleased\n/m, `## Unreleased\n\n## ${version} - ${today}\n`);
  for (const file of KUSTOMIZATIONS) edit(file, /newTag: .*/, `newTag: ${version}`);
}

/** Installs the tarball in an empty folder and runs the demo there until both answer. */
async function tryPackage(version) {
  const folder = mkdtempSync(join(tmpdir(), 'release-'));
  try {
    npm('pack', '--silent', '--pack-destination', folder);
    writeFileSync(join(folder, 'package.json'), '{"private": true}');
    const tarball = join(folder, `bullet-train-mcp-${version}.tgz`);
    const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--silent'];
    npm('install', ...flags, '--prefix', folder, tarball);
    await tryDemo(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function tryDemo(folder) {
  const [port, sandboxPort] = [await freePort(), await freePort()];
  const program = join(folder, 'node_modules/bullet-train-mcp/bin/bullet-train-mcp.js');
  const demo = spawn(process.execPath, [program, 'demo'], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      // Windows opens no socket without it.
      SystemRoot: process.env['SystemRoot'],
      SERVER_PORT: String(port),
      SANDBOX_PORT: String(sandboxPort),
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    const deadline = Date.now() + DEMO_MS;
    while (!(await isHealthy(port))) {
      if (Date.now() > deadline) throw new UsageError('The demo of the package does not start');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    console.log('The demo runs from the package');
  } finally {
    demo.kill('SIGTERM');
  }
}

async function isHealthy(port) {
  try {
    const { status } = await (await fetch(`http://localhost:${port}/health`)).json();
    return status === 'healthy';
  } catch {
    return false;
  }
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function edit(file, pattern, replacement) {
  const text = read(file);
  const edited = text.replace(pattern, replacement);
  if (edited === text && !text.includes(replacement))
    throw new UsageError(`${file} has changed its form`);
  writeFileSync(join(ROOT, file), edited);
}

function read(file) {
  return readFileSync(join(ROOT, file), 'utf8');
}

function git(...args) {
  return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();
}

/** npm runs this script, and says where it is itself: Windows starts `npm` only in a shell. */
function npm(...args) {
  const program = process.env['npm_execpath'];
  if (!program) throw new UsageError('Run this by npm: npm run release -- VERSION [--dry-run]');
  execFileSync(process.execPath, [program, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
