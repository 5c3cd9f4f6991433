/**
 * Runs the official conformance suite against the built server, with the sandbox behind it: as an MCP
 * server once per revision, and as an authorization server. It fails for every failed check that baseline.yml does not
 * excuse, and for excuses that are not needed.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { load } from 'js-yaml';
import { Browser } from '../browser.ts';

const REVISIONS = ['2025-11-25', '2026-07-28'];
/** The suite does not score these scenarios; here they count. */
const ALSO_REQUIRED = ['http-header-validation'];
const AUTHORIZATION = ['authorization-server-metadata-endpoint', 'authorization-code-grant'];
const TOKEN = 'sandbox-token-of-alice';
const START_MS = 30_000;
const STOP_MS = 5_000;

const local = (path) => fileURLToPath(new URL(path, import.meta.url));
const SUITE = local('../../node_modules/@modelcontextprotocol/conformance');
const BASELINE = local('./baseline.yml');

const children = new Set();
let stopping = false;
/** Also the working folder of child processes, so that no .env file reaches the server. */
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
  const issuer = await startAll();
  const url = `http://127.0.0.1:${await startProxy(new URL(issuer).port)}/mcp`;
  const reports = [];
  for (const revision of REVISIONS) reports.push(await check(revision, url));
  reports.push(await checkAuthorization(issuer));

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

/** @returns the server's PUBLIC_URL */
async function startAll() {
  const [sandboxPort, serverPort] = [await freePort(), await freePort()];
  const issuer = `http://localhost:${serverPort}`;
  const sandbox = start(
    local('../../dist/bundle/cli.js'),
    {
      SANDBOX_PORT: sandboxPort,
      SANDBOX_REDIRECT_URIS: `${issuer}/oauth/callback`,
    },
    ['sandbox'],
  );
  const server = start(local('../../dist/bundle/main.js'), {
    SERVER_PORT: serverPort,
    SERVER_HOST: '127.0.0.1',
    BULLET_TRAIN_BASE_URL: `http://127.0.0.1:${sandboxPort}`,
    BULLET_TRAIN_CLIENT_ID: 'sandbox-client-id',
    BULLET_TRAIN_CLIENT_SECRET: 'sandbox-client-secret',
    OAUTH_SECRET: randomBytes(32).toString('base64'),
  });
  await ready(`http://127.0.0.1:${serverPort}/health/ready`, [sandbox, server]);
  return issuer;
}

/** Adds a token, which the suite cannot send. Everything else is passed on unchanged, including Host and Origin. */
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
    // A scenario without any remaining check has not passed.
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

/** The suite is the client, and a simulated person opens its URLs in a browser. */
async function checkAuthorization(issuer) {
  const port = await freePort();
  const redirectUri = `http://127.0.0.1:${port}/callback`;
  const registration = await fetch(`${issuer}/oauth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ redirect_uris: [redirectUri], token_endpoint_auth_method: 'none' }),
  });
  const { client_id } = await registration.json();
  const options = { url: issuer, 'client-id': client_id, resource: `${issuer}/mcp`, port };
  const suite = start(join(SUITE, 'dist/index.js'), {}, [
    'authorization',
    ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
  ]);
  const request = await printed(suite, /^http\S+\/oauth\/authorize\?\S+/m);
  const person = { email: 'alice@example.com' };
  const callback = await new Browser().signIn(request, redirectUri, person);
  await fetch(callback);

  const code = await suite.ended;
  const [, summary = ''] = stripVTControlCharacters(suite.output()).split('=== SUMMARY ===');
  console.log(`\n=== authorization ===${summary || suite.output()}`);
  const marks = [...summary.matchAll(/^([✓✗]) (\S+): (\d+) passed/gm)];
  const report = { ok: code === 0, expected: [], passed: [], failed: [], excluded: [] };
  for (const name of AUTHORIZATION) {
    const [, mark, , successes] = marks.find(([, , ran]) => ran === name) ?? [];
    const passed = mark === '✓' && Number(successes) > 0;
    report[passed ? 'passed' : 'failed'].push(name);
  }
  return { ...report, excludedChecks: [] };
}

/** Waits for a line that the suite prints. */
async function printed(suite, pattern) {
  const end = Date.now() + START_MS;
  while (Date.now() < end && children.has(suite)) {
    const [found] = pattern.exec(stripVTControlCharacters(suite.output())) ?? [];
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`The suite did not ask for a sign-in:\n${suite.output()}`);
}

/** The entries under one heading of the suite's summary. */
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
