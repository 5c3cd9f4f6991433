// What one request costs: the built server before the built sandbox, each in a process of its own.
// Usage: npm run bench
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { freePort, startServer } from '../test/running-server.ts';

const CONNECTIONS = 10;
const ROUNDS = 5;
const REQUESTS = 1_500;
/** Kernel ticks a second, in which /proc counts CPU time. */
const TICKS = 100;

/** The sandbox in a process of its own, so that its work is not counted as the bench's. */
async function runSandbox() {
  const port = await freePort();
  const program = fileURLToPath(new URL('../dist/sandbox/main.js', import.meta.url));
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env.PATH, SANDBOX_PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve, reject) => {
    child.stdout.once('data', resolve);
    child.once('exit', (code) => reject(new Error(`the sandbox ended with ${code}`)));
  });
  return { url: `http://127.0.0.1:${port}`, stop: () => child.kill() };
}

/** CPU time of a process so far, in milliseconds. */
function cpuMs({ pid }) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS;
}

const ENVELOPE = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

function requestFor(url, method, params, modern) {
  const headers = {
    authorization: 'Bearer sandbox-token-of-alice',
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    ...(modern && { 'mcp-protocol-version': '2026-07-28', 'mcp-method': method }),
    ...(modern && params.name && { 'mcp-name': params.name }),
  };
  const body = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method,
    params: modern ? { ...params, _meta: ENVELOPE } : params,
  });
  return () => fetch(url, { method: 'POST', headers, body });
}

async function load(send, isRight) {
  const times = [];
  let left = REQUESTS;
  const worker = async () => {
    while (left-- > 0) {
      const startedAt = performance.now();
      const answer = await (await send()).json();
      times.push(performance.now() - startedAt);
      if (!isRight(answer))
        throw new Error(`a wrong answer: ${JSON.stringify(answer).slice(0, 200)}`);
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.floor(times.length * share)];
  return {
    perSecond: (REQUESTS * 1000) / (performance.now() - startedAt),
    p50: at(0.5),
    p99: at(0.99),
  };
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const sandbox = await runSandbox();
const server = await startServer(sandbox.url);
try {
  const url = `${server.url}/mcp`;
  const list = ['tools/list', {}, ({ result }) => result?.tools?.length > 0];
  const call = [
    'tools/call',
    { name: 'get_project', arguments: { id: 1 } },
    ({ result }) => result?.structuredContent?.id === 1,
  ];
  const cases = [list, call].flatMap(([method, params, isRight]) =>
    [false, true].map((modern) => ({
      name: `${method}, ${modern ? '2026-07-28' : 'handshake era'}`,
      send: requestFor(url, method, params, modern),
      isRight,
      rounds: [],
    })),
  );
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const { send, isRight, rounds } of cases) {
      const before = cpuMs(server);
      const measured = await load(send, isRight);
      // The first round only warms up.
      if (round > 0) rounds.push({ ...measured, cpu: (cpuMs(server) - before) / REQUESTS });
    }
  }
  console.log(`${CONNECTIONS} connections, ${ROUNDS} rounds of ${REQUESTS} requests, medians`);
  console.table(
    Object.fromEntries(
      cases.map(({ name, rounds }) => [
        name,
        {
          'CPU ms/request': median(rounds.map(({ cpu }) => cpu)).toFixed(3),
          'requests/s': Math.round(median(rounds.map(({ perSecond }) => perSecond))),
          'p50 ms': median(rounds.map(({ p50 }) => p50)).toFixed(1),
          'p99 ms': median(rounds.map(({ p99 }) => p99)).toFixed(1),
        },
      ]),
    ),
  );
} finally {
  await server.stop();
  sandbox.stop();
}
