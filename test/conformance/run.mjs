/**
 * Runs the official conformance suite against the built server, with the sandbox behind it, once per
 * revision. It fails on whatever baseline.yml does not excuse, and on what it excuses in vain.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { load } from 'js-yaml';

const REVISIONS = ['2025-11-25', '2026-07-28'];
/** The suite runs these without scoring them; here they count. */
const ALSO_REQUIRED = ['http-header-validation'];
const TOKEN = 'sandbox-token-of-alice';
const START_MS = 30_000;
const STOP_MS = 5_000;

const local = (path) => fileURLToPath(new URL(path, import.meta.url));
const SUITE = local('../../node_modules/@modelcontextprotocol/conformance');
const BASELINE = local('./baseline.yml');

const children = new Set();
let stopping = false;
/** Also where the children run, so that no .env file reaches the server. */
const folder = mkdtempSync(join(tmpdir(), 'mcp-conformance-'));

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => void stop().then(() => process.exit(1)));
}
try {
  process.exitCode = await run();
} catch (error) {
  if (!stopping) console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await stop();
}
process.exit();

async function run() {
  const url = await startAll();
  const reports = [];
  for (const revision of REVISIONS) reports.push(await check(revision, url));

  const used = new Set(reports.flatMap((report) => report.expected));
  const unused = readYaml(BASELINE).server.filter((entry) => !used.has(entry));
  for (const entry of unused) console.log(`baseline.yml excuses ${entry}, which nothing fails`);

  const count = (key) => reports.reduce((sum, report) => sum + report[key].length, 0);
  const failed = count('failed');
  console.log(
    `${count('excluded')} scenarios excluded, and ${count('excludedChecks')} single checks of those that passed`,
  );
  console.log(`${count('passed')} passed, ${failed} failed`);
  return failed || unused.length || reports.some(({ ok }) => !ok) ? 1 : 0;
}

/** @returns the address of the MCP endpoint, for requests without a token */
async function startAll() {
  const [sandboxPort, serverPort] = [await freePort(), await freePort()];
  const sandbox = start(local('../../dist/sandbox/main.js'), { SANDBOX_PORT: sandboxPort });
  const server = start(local('../../dist/main.js'), {
    SERVER_PORT: serverPort,
    SERVER_HOST: '127.0.0.1',
    BULLET_TRAIN_BASE_URL: `http://127.0.0.1:${sandboxPort}`,
  });
  await ready(`http://127.0.0.1:${serverPort}/health/ready`, [sandbox, server]);
  return `http://127.0.0.1:${await startProxy(serverPort)}/mcp`;
}

/** The suite cannot send a token. Everything else goes through as it is, Host and Origin too. */
async function startProxy(port) {
  const proxy = createServer((incoming, outgoing) => {
    const { method, url: path, rawHeaders } = incoming;
    const headers = [...rawHeaders, 'Authorization', `Bearer ${TOKEN}`];
    const forwarded = request({ host: '127.0.0.1', port, method, path, headers, setHost: false });
    forwarded.on('response', (answer) => {
      outgoing.writeHead(answer.statusCode, answer.rawHeaders);
      answer.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    outgoing.on('close', () => forwarded.destroy());
    incoming.pipe(forwarded);
  });
  return listen(proxy);
}

async function check(revision, url) {
  const results = join(folder, revision);
  const options = { url, requirements: revision, 'expected-failures': BASELINE };
  const args = Object.entries({ ...options, 'output-dir': results });
  const suite = start(join(SUITE, 'dist/index.js'), {}, [
    'server',
    ...args.flatMap(([name, value]) => [`--${name}`, value]),
  ]);
  const code = await suite.ended;
  const text = stripVTControlCharacters(suite.output());
  const [, summary] = text.split('=== SUMMARY ===');
  if (!summary) throw new Error(`The suite did not get to its summary:\n${text}`);
  console.log(`\n=== ${revision} ===${summary}`);

  const ran = new Map(
    [...summary.matchAll(/^([✓✗]) (\S+): (\d+) passed/gm)].map(([, mark, name, successes]) => [
      name,
      { failed: mark === '✗', successes: Number(successes) },
    ]),
  );
  const expected = section(summary, 'Expected failures');
  const wrong = [
    ...section(summary, 'Unexpected failures'),
    ...section(summary, 'Stale baseline entries'),
  ].map((entry) => entry.split(':')[0]);

  const report = { ok: code === 0, expected, passed: [], failed: [], excluded: [] };
  for (const name of readYaml(join(SUITE, 'requirements', `${revision}.yaml`)).server) {
    const result = ran.get(name);
    if (!result || wrong.includes(name)) report.failed.push(name);
    // A scenario of which nothing is left has not passed.
    else if (expected.includes(name) || result.successes === 0) report.excluded.push(name);
    else report.passed.push(name);
  }
  for (const name of ALSO_REQUIRED.filter((name) => ran.has(name))) {
    report[ran.get(name).failed ? 'failed' : 'passed'].push(name);
  }
  report.excludedChecks = expected.filter((entry) => report.passed.includes(entry.split(':')[0]));
  for (const name of report.failed) explain(name, results, expected);
  return report;
}

/** The entries under one heading of the suite's verdict. */
function section(summary, heading) {
  const [, list = ''] = summary.split(`\n${heading}`);
  const [, entries] = /^.*\n((?: {2}\S .+\n?)*)/.exec(list) ?? [];
  return (entries ?? '').split('\n').flatMap((line) => line.trim().split(' ').slice(1));
}

/** The suite's summary names the failing checks only; their messages are in its results. */
function explain(scenario, results, expected) {
  console.log(`Failed: ${scenario}`);
  if (!existsSync(results)) return;
  const pattern = new RegExp(`^server-${scenario}-\\d{4}-\\d\\d-\\d\\dT`);
  for (const name of readdirSync(results).filter((name) => pattern.test(name))) {
    const checks = JSON.parse(readFileSync(join(results, name, 'checks.json'), 'utf8'));
    for (const { id, status, errorMessage, details } of checks) {
      if (status !== 'FAILURE' && status !== 'WARNING') continue;
      if (expected.includes(`${scenario}:${id}`)) continue;
      console.log(`  ${status} ${id}: ${errorMessage ?? JSON.stringify(details)}`);
    }
  }
}

function start(script, env, args = []) {
  if (stopping) throw new Error('Stopped');
  const child = spawn(process.execPath, [script, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => (text += chunk));
  }
  child.output = () => text;
  child.ended = new Promise((resolve) => {
    child.once('error', resolve).once('close', resolve);
  }).finally(() => children.delete(child));
  children.add(child);
  return child;
}

async function stop() {
  stopping = true;
  const running = [...children];
  const timer = setTimeout(() => running.forEach((child) => child.kill('SIGKILL')), STOP_MS);
  for (const child of running) child.kill('SIGTERM');
  await Promise.allSettled(running.map(({ ended }) => ended));
  clearTimeout(timer);
  rmSync(folder, { recursive: true, force: true });
}

async function ready(url, started) {
  const end = Date.now() + START_MS;
  while (Date.now() < end && started.every((child) => children.has(child))) {
    const response = await fetch(url, { signal: AbortSignal.timeout(1000) }).catch(() => undefined);
    if (response?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const output = started.map((child) => child.output()).join('\n');
  throw new Error(`The server did not get ready:\n${output}`);
}

async function freePort() {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function listen(server) {
  await new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return server.address().port;
}

function readYaml(path) {
  return load(readFileSync(path, 'utf8'));
}
