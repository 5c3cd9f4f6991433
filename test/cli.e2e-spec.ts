import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { VARIABLES } from '../src/config/variables.js';
import { SANDBOX_VARIABLES } from '../src/sandbox/settings.js';
import { runCli, startCli } from './running-cli.js';
import { freePort, until } from './running-server.js';

const NOWHERE = 'http://127.0.0.1:9';
const flagOf = (name: string) => `--${name.toLowerCase().replaceAll('_', '-')}`;
const FLAGS = VARIABLES.filter(({ isSecret }) => !isSecret).map(({ name }) => flagOf(name));
const SECRETS = VARIABLES.filter(({ isSecret }) => isSecret).map(({ name }) => name);

describe('bullet-train-mcp help', () => {
  it.each([
    ['--help'],
    ['-h'],
    ['help'],
    ['start', '--help'],
    ['help', 'start'],
    ['doctor', '--help'],
  ])('%s %s has every flag, and no flag for a secret', async (...args) => {
    const { code, stdout, stderr } = await runCli(args.filter(Boolean));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const flag of FLAGS) expect(stdout).toMatch(new RegExp(`^  ${flag} <.+> +\\S`, 'm'));
    for (const name of SECRETS) {
      expect(stdout).toMatch(new RegExp(`^  ${name}$`, 'm'));
      expect(stdout).not.toContain(flagOf(name));
    }
  });

  it('lists every variable of start', async () => {
    const { stdout } = await runCli(['--help']);
    for (const part of [
      /^ {2}start\b/m,
      /^ {2}doctor\b/m,
      /^ {2}tools\b.*\[source\]/m,
      /^ {2}sandbox\b/m,
      /^ {2}demo\b/m,
      'PUBLIC_URL/oauth/callback',
      'PUBLIC_URL/mcp',
      'openssl rand -base64 32',
      'use_refresh_token',
      '.env',
      '(default: 3001)',
    ]) {
      expect(stdout).toEqual(
        part instanceof RegExp ? expect.stringMatching(part) : expect.stringContaining(part),
      );
    }
  });

  it('lists every variable of the sandbox', async () => {
    const { stdout } = await runCli(['sandbox', '--help']);
    for (const name of Object.keys(SANDBOX_VARIABLES)) expect(stdout).toContain(flagOf(name));
  });

  it.each(['--version', '-v'])('%s prints the version', async (flag) => {
    const manifest = await readFile(new URL('../package.json', import.meta.url), 'utf8');
    const { version } = JSON.parse(manifest) as { version: string };
    expect(await runCli([flag])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });
});

it('npx can run the program after any build: the executable bit is on a file that no build writes', async () => {
  const manifest = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  const { bin } = JSON.parse(manifest) as { bin: Record<string, string> };
  const program = fileURLToPath(new URL(`../${bin['bullet-train-mcp']}`, import.meta.url));
  expect(program).not.toContain('/dist/');
  const { stdout } = await promisify(execFile)(program, ['--version']);
  expect(stdout).toMatch(/^\d+\.\d+\.\d+/);
});

describe('an unknown command or flag is refused with a suggestion', () => {
  it.each<[args: string, message: RegExp]>([
    ['docter', /^error: unknown command 'docter'\n\(Did you mean doctor\?\)$/],
    ['serve', /^error: unknown command 'serve'$/],
    [
      '--server-prot 4000',
      /^error: unknown option '--server-prot'\n\(Did you mean --server-port\?\)$/,
    ],
    [
      '--server-prot=4000',
      /^error: unknown option '--server-prot'\n\(Did you mean --server-port\?\)$/,
    ],
    ['doctor --jsno', /^error: unknown option '--jsno'\n\(Did you mean --json\?\)$/],
    ['sandbox --server-port 1', /^error: unknown option '--server-port'/],
    ['--server-port', /^error: option '--server-port <number>' argument missing$/],
    ['start now', /^error: too many arguments for 'start'/],
    ['--server-port x', /^SERVER_PORT must be a whole number$/],
    [
      '--oauth-secret planted-secret',
      /^error: --oauth-secret is not a flag, .* OAUTH_SECRET, in the environment or in \.env$/,
    ],
    ['doctor --redis-url=planted-secret', /^error: --redis-url is not a flag, .* REDIS_URL, /],
    [
      'start --bullet-train-client-secret planted-secret',
      /^error: .* BULLET_TRAIN_CLIENT_SECRET, /,
    ],
    ['--oauth-secrets=planted-secret', /^error: unknown option '--oauth-secrets'/],
  ])('%s', async (args, message) => {
    const { code, stdout, stderr } = await runCli(args.split(' '));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.trim()).toMatch(message);
    expect(stderr).not.toContain('planted-secret');
  });
});

describe('bullet-train-mcp started with flags', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cli-'));
    await writeFile(
      join(folder, '.env'),
      'SERVER_PORT=1\nTOOLS_MODE=search\nSERVER_HOST=127.0.0.1\n',
    );
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each([[[]], [['start']]])(
    '%j serves; flags take precedence over variables, and variables over .env',
    async (command) => {
      const port = String(await freePort());
      const flags = ['--server-port', port, `--bullet-train-base-url=${NOWHERE}`];
      const variables = { BULLET_TRAIN_BASE_URL: 'http://127.0.0.1:8', SERVER_PORT: '2' };
      const { child, output, ended } = startCli([...command, ...flags], variables, folder);
      await until(() => {
        if (child.exitCode !== null) throw new Error(output.stderr);
        return output.stdout.includes('Tools: ');
      });
      const health = await fetch(`http://127.0.0.1:${port}/health`);
      expect(await health.json()).toMatchObject({ bulletTrain: NOWHERE });
      expect(output.stdout).toContain(`on 127.0.0.1:${port}`);
      child.kill('SIGTERM');
      expect(await ended).toMatchObject({ code: 0 });
    },
  );

  it('sandbox: runs the sandbox with its flags', async () => {
    const { child, output, ended } = startCli(['sandbox', '--sandbox-port', '0']);
    await until(() => output.stdout.includes('/openapi.yaml'));
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output.stdout)?.[0] ?? '';
    expect((await fetch(`${url}/api/v1/openapi.yaml`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0 });
  });

  it('demo: takes flags, uses the next free ports, and listens on loopback only', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const flags = ['--sandbox-port', String(port), '--server-port', String(port)];
    const { child, output, ended } = startCli(['demo', ...flags]);
    await until(() => output.stdout.includes('Ctrl-C ends both'));
    const [sandboxPort, serverPort] = ['SANDBOX', 'SERVER'].map((name) => {
      const said = new RegExp(`^${name}_PORT: ${port} is taken, using (\\d+)$`, 'm');
      return Number(said.exec(output.stdout)?.[1]);
    });
    expect(sandboxPort).toBeGreaterThan(port);
    expect(serverPort).toBeGreaterThan(sandboxPort!);
    expect(output.stdout).toContain(` on 127.0.0.1:${serverPort}`);
    expect(output.stdout).toContain(`http://localhost:${serverPort}/mcp`);
    const answer = await fetch(`http://127.0.0.1:${serverPort}/health`);
    expect(await answer.json()).toMatchObject({ status: 'healthy' });
    child.kill('SIGTERM');
    taken.close();
    expect(await ended).toMatchObject({ code: 0 });
  });

  it('demo: runs the sandbox and the server', async () => {
    const ports = { SANDBOX_PORT: String(await freePort()), PORT: String(await freePort()) };
    const { child, output, ended } = startCli(['demo'], ports);
    await until(() => output.stdout.includes('Ctrl-C ends both'));
    const answer = await fetch(`http://127.0.0.1:${ports.PORT}/health`);
    expect(await answer.json()).toMatchObject({ status: 'healthy' });
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0 });
  });
});
