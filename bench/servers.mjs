// The compared servers: how each is started, and which protocols it speaks.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../test/running-server.ts';
import { OAUTH_SECRET } from '../test/sealed-token.ts';
import { openSpeaker } from './speakers.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const START_MS = 60_000;
const LOOK_EVERY_MS = 10;

/** As in the container. */
const OUR_FLAGS = ['--max-semi-space-size=8'];

const OURS = {
  program: '../dist/bundle/main.js',
  flags: OUR_FLAGS,
  variables: ({ port, upstream }) => ({
    NODE_ENV: 'production',
    SERVER_PORT: port,
    SERVER_HOST: '127.0.0.1',
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    BULLET_TRAIN_BASE_URL: upstream,
    RATE_LIMIT_PER_PERSON: '0',
    RATE_LIMIT_PER_ADDRESS: '0',
    TOOLS_MODE: 'all',
    OAUTH_SECRET,
    MALLOC_TRIM_THRESHOLD_: '131072',
  }),
};

/** With its defaults and its log, because this server also logs. */
const IVOTOBY = {
  program: 'node_modules/@ivotoby/openapi-mcp-server/bin/mcp-server.js',
  variables: ({ port, upstream, file }) => ({
    API_BASE_URL: `${upstream}/api/v1`,
    OPENAPI_SPEC_PATH: file,
    API_HEADERS: 'Authorization:Bearer bench',
    TRANSPORT_TYPE: 'http',
    HTTP_PORT: port,
  }),
};

const peer = ({ port, upstream, list, resource }) => ({
  PORT: port,
  UPSTREAM: upstream,
  LIST: list,
  RESOURCE: resource,
});

/** @type {Record<string, { program: string, variables: Function, protocols: string[] }>} */
export const SERVERS = {
  ours: { ...OURS, protocols: ['modern', 'handshake'] },
  search: {
    ...OURS,
    variables: (where) => ({ ...OURS.variables(where), TOOLS_MODE: 'search' }),
    protocols: ['modern'],
  },
  ivotoby: { ...IVOTOBY, protocols: ['session'] },
  quiet: {
    ...IVOTOBY,
    variables: (where) => ({ ...IVOTOBY.variables(where), VERBOSE: 'false' }),
    protocols: ['session'],
  },
  sdk: { program: 'peers/bare-sdk.mjs', variables: peer, protocols: ['modern', 'handshake'] },
  framework: {
    program: 'peers/framework.mjs',
    variables: peer,
    protocols: ['modern'],
  },
  floor: { program: 'peers/floor.mjs', variables: peer, protocols: ['api'] },
};

/** Installs the peers at their first use. */
export function installPeers() {
  if (existsSync(here('node_modules/@ivotoby/openapi-mcp-server'))) return;
  console.log('Installing @ivotoby/openapi-mcp-server under bench/');
  execFileSync('npm', ['ci', '--prefix', here('.'), '--no-audit', '--no-fund'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/**
 * A Bullet Train application that serves this document.
 * @param {{ file: string, resource: string }} document
 * @param puma `THREADS` and `WORK_MS`, for an application as slow as Puma
 */
export async function startUpstream({ file, resource }, puma = {}) {
  const child = spawn(process.execPath, [here('upstream.mjs'), file, resource], {
    env: puma,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = await once(child.stdout, 'data');
  const url = `http://127.0.0.1:${String(port).trim()}`;
  return { url, pid: child.pid, stop: () => end(child) };
}

/**
 * Starts a server and requests its tools until it answers.
 * @param where { upstream: its URL, file: the document, list: of ours, resource, directory: for its log, node }
 * @param more variables; and `flags` of Node, and the `program` to run instead
 * @returns the running server, with its first list and how long that took, in ms
 */
export async function startServer(name, where, more = {}) {
  const { program, variables, protocols, flags: own = [] } = SERVERS[name];
  const port = String(await freePort());
  const origin = `http://127.0.0.1:${port}`;
  const log = join(where.directory, `${name}-${port}.log`);
  const out = openSync(log, 'w');
  const { flags = [], program: instead = program, ...added } = more;
  const startedAt = performance.now();
  const child = spawn(where.node ?? process.execPath, [...own, ...flags, here(instead)], {
    env: { PATH: process.env.PATH, NO_COLOR: '1', ...variables({ ...where, port }), ...added },
    cwd: where.directory,
    stdio: ['ignore', out, out],
  });
  for (;;) {
    const list = await firstList(protocols[0], origin);
    const startMs = performance.now() - startedAt;
    if (list) return { name, origin, pid: child.pid, list, startMs, log, stop: () => end(child) };
    if (child.exitCode !== null || startMs > START_MS) {
      child.kill();
      throw new Error(`${name} did not start:\n${readFileSync(log, 'utf8').slice(-2_000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

async function firstList(protocol, origin) {
  let speaker;
  try {
    speaker = await openSpeaker(protocol, origin);
    return await speaker.ask('tools/list', {});
  } catch {
    return undefined;
  } finally {
    speaker?.close();
  }
}

async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), 3_000);
  await once(child, 'exit');
  clearTimeout(killer);
}
