import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, truncateSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ALICE_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { auditFile, readAuditLines } from './audit-lines.js';
import { callTool } from './raw-mcp.js';
import { freePort, runProgram, startServer, until } from './running-server.js';

const folder = mkdtempSync(join(tmpdir(), 'audit-'));
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
});
afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true });
});

const start = (variables: Record<string, string>) => startServer(sandbox.url, variables);
const change = (url: string, name: string) =>
  callTool(url, 'update_project', { id: 1, name }, { token: ALICE_TOKEN });

it('a file that is moved, truncated or removed is followed, by two workers, and no line is torn', async () => {
  const path = join(folder, 'rotated.log');
  const server = await start({ AUDIT_LOG: 'file', AUDIT_FILE: path, WORKERS: '2' });
  const many = (count: number) =>
    Promise.all(Array.from({ length: count }, (_, n) => change(server.url, `n${n}`)));
  await many(20);
  renameSync(path, `${path}.1`);
  process.kill(server.pid, 'SIGHUP');
  await until(() => existsSync(path));
  await many(20);
  // Workers that did not get the signal in time have found out by themselves.
  await delay(1_100);
  await many(20);
  truncateSync(path);
  await many(20);
  const rest = readAuditLines(readFileSync(path, 'utf8'));
  expect(rest).toHaveLength(20);
  renameSync(path, `${path}.2`);
  await delay(1_100);
  await many(10);
  expect(readAuditLines(readFileSync(path, 'utf8'))).toHaveLength(10);
  expect(readAuditLines(readFileSync(`${path}.1`, 'utf8')).length).toBeGreaterThanOrEqual(20);
  await server.stop();
});

it('AUDIT_REQUIRED: where nothing can be written, reads go on, and a change is refused or told of', async () => {
  const server = await start({ AUDIT_LOG: 'file', AUDIT_FILE: '/dev/full', AUDIT_REQUIRED: 'on' });
  const writes = () => sandbox.requests.filter(({ method }) => method !== 'GET').length;
  const before = writes();
  // That the disk is full is found out by writing.
  const told = await change(server.url, 'Unrecorded');
  expect(told.isError).toBe(true);
  expect(told.content![0]!.text).toMatch(/may have been made.*could not record/);
  expect(writes()).toBe(before + 1);
  const refused = await change(server.url, 'Refused');
  expect(refused.content![0]!.text).toMatch(/^Nothing was done/);
  expect(writes()).toBe(before + 1);
  const read = await callTool(server.url, 'get_project', { id: 1 }, { token: ALICE_TOKEN });
  expect(read.structuredContent).toMatchObject({ name: 'Unrecorded' });
  const { status } = await fetch(`${server.url}/oauth/revoke`, {
    method: 'POST',
    body: new URLSearchParams({ token: 'x', client_id: 'y' }),
  });
  expect(status).toBe(503);
  expect(server.log()).toContain('The audit log cannot be written: ENOSPC');
  await server.stop();
});

it.each([
  [{ AUDIT_LOG: 'file', AUDIT_FILE: join(folder, 'no', 'such', 'folder') }, 'AUDIT_FILE'],
  [{ AUDIT_REQUIRED: 'on' }, 'AUDIT_LOG'],
  [{ AUDIT_LOG: 'syslog', AUDIT_REQUIRED: 'on' }, 'AUDIT_SYSLOG'],
  [{ AUDIT_LOG: 'syslog', AUDIT_SYSLOG: 'https://logs.example.com' }, 'AUDIT_SYSLOG'],
])('a start with %j fails and names %s', async (variables, name) => {
  const place = { BULLET_TRAIN_BASE_URL: sandbox.url, SERVER_PORT: String(await freePort()) };
  const { exited, output } = runProgram({ ...place, ...variables } as Record<string, string>);
  expect(await exited).toBe(1);
  expect(output()).toMatch(new RegExp(`^${name} `, 'm'));
});

it('the standard output has the lines beside the log', async () => {
  const server = await start({ AUDIT_LOG: 'stdout', NODE_ENV: 'production' });
  await change(server.url, 'Printed');
  await until(() => server.log().includes('"type":"audit"'));
  await server.stop();
  const lines = server
    .log()
    .split('\n')
    .filter((line) => line.includes('"type":"audit"'));
  expect(readAuditLines(lines.map((line) => `${line}\n`).join(''))).toHaveLength(1);
});

const MESSAGE = /^<110>1 \d{4}-\S+Z \S+ bullet-train-mcp \d+ audit - (\{.*\})$/;

it('syslog over UDP has one message for each line', async () => {
  const socket = createSocket('udp4');
  const got: string[] = [];
  socket.on('message', (message) => got.push(message.toString()));
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const server = await start({
    AUDIT_LOG: 'syslog',
    AUDIT_SYSLOG: `udp://127.0.0.1:${socket.address().port}`,
  });
  await change(server.url, 'Sent');
  await until(() => got.length > 0);
  await server.stop();
  socket.close();
  expect(readAuditLines(`${MESSAGE.exec(got[0]!)![1]}\n`)).toMatchObject([
    { tool: 'update_project' },
  ]);
});

it.each(['tcp', 'unix'])(
  'syslog over %s waits for a server that is away, and then gets it all',
  async (kind) => {
    let got = '';
    const listener = () =>
      createServer((socket) =>
        socket.on('error', () => undefined).on('data', (data) => (got += data)),
      );
    const first = listener();
    const place = join(folder, `${kind}.sock`);
    if (kind === 'tcp') first.listen(0, '127.0.0.1');
    else first.listen(place);
    await once(first, 'listening');
    const port = kind === 'tcp' ? (first.address() as AddressInfo).port : 0;
    const address = kind === 'tcp' ? `tcp://127.0.0.1:${port}` : `unix:${place}`;
    first.close();
    const server = await start({ AUDIT_LOG: 'syslog', AUDIT_SYSLOG: address });
    await change(server.url, 'Waited');
    const second = listener();
    if (kind === 'tcp') second.listen(port, '127.0.0.1');
    else second.listen(place);
    await until(() => got.includes('update_project'));
    const [, length, message] = /^(\d+) (.*)$/s.exec(got)!;
    expect(Buffer.byteLength(message!)).toBe(Number(length));
    expect(message).toMatch(MESSAGE);
    await server.stop();
    second.close();
  },
);

it('a collector of OpenTelemetry gets the lines too', async () => {
  const path = join(folder, 'exported.log');
  let got = '';
  const collector = createHttpServer((request, response) => {
    request
      .on('data', (data) => (got += `${request.url} ${data}`))
      .on('end', () => response.end('{}'));
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const { port } = collector.address() as AddressInfo;
  const server = await start({
    AUDIT_LOG: 'file',
    AUDIT_FILE: path,
    OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: `http://127.0.0.1:${port}/v1/logs`,
  });
  await change(server.url, 'Exported');
  await server.stop();
  expect(auditFile(path).news()).toHaveLength(1);
  expect(got).toMatch(/^\/v1\/logs .*update_project.*"eventName":"bullet_train_mcp\.audit"/s);
  collector.close();
});
