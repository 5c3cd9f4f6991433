import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { runCli } from './running-cli.js';
import { startServer } from './running-server.js';
import {
  sandbox,
  port,
  variables,
  examine,
  unusual,
  deadPort,
  startDoctorRig,
} from './doctor-rig.js';

startDoctorRig();

describe('the doctor beside a running server', () => {
  it('reports that every check passed, in this order', async () => {
    const server = await startServer(sandbox.url, variables);
    try {
      const { findings } = await examine();
      expect(findings.map(({ check, level }) => `${check} ${level}`)).toEqual([
        'configuration ok',
        'application ok',
        'document ok',
        'token info ok',
        'OAuth endpoints ok',
        'OAuth endpoints ok',
        "operator's application ok",
        "operator's application warning",
        'refresh tokens ok',
        'PUBLIC_URL ok',
        'PUBLIC_URL ok',
        'clocks ok',
        'ports ok',
        'LISTEN_BACKLOG ok',
        'OAUTH_SECRET ok',
      ]);
      const messages = findings.map(({ message }) => message);
      expect(messages).toEqual(
        expect.arrayContaining([
          '22 tools of Sandbox Application',
          `http://localhost:${port} leads to this server`,
          expect.stringMatching(`^this server is running on ${port}, version \\d`),
          '32 random bytes',
        ]),
      );
    } finally {
      await server.stop();
    }
  });

  it('reports that PUBLIC_URL does not lead to the server', async () => {
    const PUBLIC_URL = `http://localhost:${deadPort}`;
    const server = await startServer(sandbox.url, { ...variables, PUBLIC_URL });
    try {
      const { findings } = await examine({ PUBLIC_URL });
      expect(unusual(findings)).toEqual([
        expect.objectContaining({
          check: 'PUBLIC_URL',
          level: 'failure',
          message: `${PUBLIC_URL} does not answer (ECONNREFUSED), although this server is running`,
        }),
      ]);
    } finally {
      await server.stop();
    }
  });

  it('recognises a server with another configuration', async () => {
    const server = await startServer(sandbox.url, {
      ...variables,
      PUBLIC_URL: 'https://other.example',
    });
    try {
      const { findings } = await examine();
      expect(unusual(findings)).toEqual([
        expect.objectContaining({
          check: 'PUBLIC_URL',
          level: 'failure',
          message: expect.stringContaining('a server with PUBLIC_URL=https://other.example'),
        }),
        expect.objectContaining({
          check: 'ports',
          level: 'failure',
          message: expect.stringMatching(
            `^${port} is taken by a server with PUBLIC_URL=https://other`,
          ),
        }),
      ]);
    } finally {
      await server.stop();
    }
  });
});

describe("the doctor's text output", () => {
  it('marks each line, says below it what to do, and counts', async () => {
    Object.assign(sandbox.flags, { tokenInfo: false });
    const { code, stdout, stderr } = await runCli(['doctor'], variables);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toMatch(/^✓ application: http:\/\/127\.0\.0\.1:\d+ answers$/m);
    expect(stdout).toMatch(
      /^✗ token info: .* 404 instead of 401\n {2}→ The server now trusts every token/m,
    );
    expect(stdout).toMatch(
      /^! operator's application: .*\n {2}→ .*\/oauth\/authorize\?client_id=sandbox-client-id&/m,
    );
    expect(stdout).toMatch(/\n\n12 passed, 2 warnings, 1 failed\n$/);
  });

  it('lists the faults of the document', async () => {
    sandbox.flags.document = JSON.stringify({
      openapi: '3.1.0',
      paths: { '/teams': { get: { operationId: 'listTeams' } }, '/../admin': { get: {} } },
    });
    const { stdout } = await runCli(['doctor'], variables);
    expect(stdout).toMatch(/^✓ document: 1 tools? of /m);
    expect(stdout).toMatch(/^! document: .*\n {4}GET \/\.\.\/admin is left out: .*\n {2}→ /m);
  });
});

describe('the doctor with another program on the port', () => {
  let other: Server;
  beforeAll(async () => {
    other = createServer((_, response) => response.end('hello')).listen(port, '127.0.0.1');
    await once(other, 'listening');
  });
  afterAll(() => void other.close());

  it('reports that it is not this server', async () => {
    const { findings } = await examine();
    expect(unusual(findings)).toMatchObject([
      {
        check: 'PUBLIC_URL',
        level: 'failure',
        message: expect.stringContaining('something that answers 200'),
      },
      {
        check: 'ports',
        level: 'failure',
        message: `${port} is taken by something that answers 200`,
      },
    ]);
  });

  it('reports that the port for metrics is taken', async () => {
    const METRICS_PORT = String(port);
    const { findings } = await examine({ SERVER_PORT: String(deadPort), METRICS_PORT });
    expect(unusual(findings)).toMatchObject([
      {
        check: 'ports',
        level: 'failure',
        message: `${port} is taken by another program`,
        remedy: 'Stop it, or set another METRICS_PORT',
      },
    ]);
  });
});

it('the doctor reports that another version is running', async () => {
  const old = createServer((_, response) =>
    response.end(
      JSON.stringify({
        version: '0.0.1',
        publicUrl: `http://localhost:${deadPort}`,
        bulletTrain: sandbox.url,
      }),
    ),
  ).listen(deadPort, '127.0.0.1');
  await once(old, 'listening');
  const { findings } = await examine({ SERVER_PORT: String(deadPort) });
  expect(unusual(findings)).toMatchObject([
    {
      check: 'ports',
      level: 'warning',
      message: `this server is running on ${deadPort}, version 0.0.1`,
      remedy: expect.stringMatching(/^Restart it to have version \d/),
    },
  ]);
  old.close();
});

it('the doctor recognises a proxy in front of a server that is down', async () => {
  const proxy = createServer((_, response) => response.writeHead(502).end()).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const PUBLIC_URL = `http://localhost:${(proxy.address() as AddressInfo).port}`;
  const { findings } = await examine({ PUBLIC_URL });
  expect(unusual(findings)).toEqual([]);
  expect(findings).toContainEqual(
    expect.objectContaining({
      check: 'PUBLIC_URL',
      level: 'warning',
      message: expect.stringContaining('this server is not running'),
    }),
  );
  proxy.close();
});

it.each<[what: string, answers: (command: string) => string, found: object[]]>([
  ['it answers', (command) => (/info/i.test(command) ? '$0\r\n\r\n' : '+OK\r\n'), []],
  [
    'it wants a password',
    () => '-NOAUTH Authentication required.\r\n',
    [{ check: 'Redis', level: 'failure', message: expect.stringContaining('(NOAUTH)') }],
  ],
])('the doctor checks Redis: %s', async (_, answers, found) => {
  const redis = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      // A command is an array of strings: *2 $4 INFO …
      const commands = data
        .toString()
        .split(/^\*\d+\r\n/m)
        .slice(1);
      for (const command of commands) socket.write(answers(command));
    });
  }).listen(0, '127.0.0.1');
  await once(redis, 'listening');
  const { port } = redis.address() as AddressInfo;
  const { findings } = await examine({ REDIS_URL: `redis://127.0.0.1:${port}` });
  expect(unusual(findings)).toMatchObject(found);
  expect(findings.at(-1)?.check).toBe('Redis');
  redis.close();
});
