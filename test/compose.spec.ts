import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface Service {
  networks?: Record<string, unknown>;
  ports?: unknown[];
  profiles?: string[];
  environment?: Record<string, string>;
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
}

interface Composed {
  services: Record<string, Service>;
  networks?: Record<string, { external?: boolean; name?: string }>;
}

/** The installed compose program; without one there is only a warning, except in CI. */
const program = [['docker', 'compose'], ['docker-compose']].find(
  ([name = '', ...rest]) => spawnSync(name, [...rest, 'version']).status === 0,
);
if (!program) {
  const message = 'The compose files are not tested: that needs docker-compose';
  if (process.env['CI']) throw new Error(message);
  console.warn(message);
}

/** @returns the configuration that compose makes of these files. @throws with compose's message when it refuses them */
function compose(files: string[], variables: Record<string, string> = {}, args: string[] = []) {
  const [name = '', ...rest] = program!;
  const given = [...args, ...files.flatMap((file) => ['-f', file]), 'config'];
  const env = { PATH: process.env['PATH'], ...variables };
  const { status, stdout, stderr } = spawnSync(name, [...rest, ...given], { cwd: ROOT, env });
  if (status !== 0) throw new Error(stderr.toString());
  return load(stdout.toString()) as Composed;
}

const BASE = 'docker-compose.yml';
const EXISTING = 'docker-compose.existing.yml';

it('docs/debugging.md combines no options of `docker-compose run` that exclude each other', () => {
  const page = readFileSync(new URL('../docs/debugging.md', import.meta.url), 'utf8');
  const [command = ''] = /^docker-compose run [^]*? mcp$/m.exec(page) ?? [];
  expect(command).toContain('--publish 127.0.0.1:9229:9229');
  // Compose refuses both; without either, clients cannot reach the server.
  expect(command).not.toContain('--service-ports');
  expect(command).toContain('--publish 3001:3001');
});

(program ? describe : describe.skip)('compose', () => {
  it.each<[files: string[], services: string[]]>([
    [[BASE], ['bullet-train', 'mcp']],
    [
      [BASE, 'docker-compose.bullet-train.yml'],
      ['bullet-train', 'database', 'mcp', 'redis'],
    ],
  ])('docker compose accepts %j, which start %j', (files, services) => {
    expect(Object.keys(compose(files).services).toSorted()).toEqual(services);
  });

  it('docker-compose.yml gives the server no privileges that it does not need', () => {
    expect(compose([BASE]).services['mcp']).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
  });

  it('docker-compose.yml can move the application to another port', () => {
    const { services } = compose([BASE], { APPLICATION_PORT: '3100' });
    expect(JSON.stringify(services['bullet-train']!.ports)).toContain('3100');
  });

  describe('docker-compose.existing.yml', () => {
    const variables = {
      APPLICATION_NETWORK: 'your-app_default',
      BULLET_TRAIN_BASE_URL: 'http://web:3000',
      SECRET_KEY_BASE: 'of the application',
    };

    it("joins the application's network and passes on its variables, except those not meant for this server", () => {
      const { services, networks } = compose([BASE, EXISTING], variables);
      expect(networks!['application']).toMatchObject({ name: 'your-app_default' });
      expect(Object.keys(services['mcp']!.networks!)).toEqual(['application']);
      expect(services['mcp']!.environment).toMatchObject({
        BULLET_TRAIN_BASE_URL: 'http://web:3000',
      });
      expect(JSON.stringify(services)).not.toContain('of the application');
    });

    it('starts only the server; a database and Redis only on request', () => {
      const { services } = compose([BASE, EXISTING], variables, ['--profile', '*']);
      const names = Object.keys(services);
      const always = names.filter((name) => !services[name]!.profiles);
      expect(always).toEqual(['mcp']);
      const asked = names.filter((name) => services[name]!.profiles?.includes('services'));
      expect(asked.toSorted()).toEqual(['database', 'redis']);
    });

    it('says which network it needs when none is given', () => {
      expect(() => compose([BASE, EXISTING])).toThrow(
        /APPLICATION_NETWORK|the network of your application/,
      );
    });
  });
});
