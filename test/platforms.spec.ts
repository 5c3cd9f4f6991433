import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { readConfig } from '../src/config/app-config.js';
import { VARIABLES } from '../src/config/variables.js';

const PAGE = readFileSync(new URL('../docs/deploying.md', import.meta.url), 'utf8');
const { port, shutdownGraceSeconds } = readConfig({}).server;
const SECRETS = VARIABLES.filter(({ isSecret }) => isSecret).map(({ name }) => name);

/** @returns the block of code of a section of docs/deploying.md */
function block(section: string, language: string): string {
  const [, text = ''] = PAGE.split(`\n## ${section}`);
  return new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'm').exec(text)![1]!;
}

// https://fly.io/docs/reference/configuration, compared in November 2026.
it('fly.toml has fields that Fly reads, and values that fit this server', () => {
  const lines = block('Fly', 'toml').split('\n');
  const fields = lines.flatMap((line) => /^ *(\w+) = (.+)$/.exec(line)?.slice(1) ?? []);
  const values = Object.fromEntries(
    fields.flatMap((name, at) => (at % 2 === 0 ? [[name, JSON.parse(fields[at + 1]!)]] : [])),
  ) as Record<string, unknown>;
  const { kill_timeout: killTimeout, PUBLIC_URL, BULLET_TRAIN_BASE_URL, ...others } = values;
  expect(killTimeout).toBeGreaterThan(shutdownGraceSeconds);
  expect(() =>
    readConfig({ PUBLIC_URL, BULLET_TRAIN_BASE_URL } as Record<string, string>),
  ).not.toThrow();
  expect(others).toEqual({
    app: new URL(String(PUBLIC_URL)).hostname.replace('.fly.dev', ''),
    kill_signal: 'SIGTERM',
    internal_port: port,
    force_https: true,
    auto_stop_machines: 'off',
    min_machines_running: 2,
    method: 'GET',
    path: '/health/ready',
    interval: '10s',
    timeout: '3s',
    grace_period: '10s',
  });
  expect(lines.filter((line) => line.includes('['))).toEqual([
    '[env]',
    '[http_service]',
    '  [[http_service.checks]]',
  ]);
});

// https://kamal-deploy.org/docs/configuration, Kamal 2.
it("Kamal's deploy.yml has values that fit this server, and its secrets apart", () => {
  const {
    proxy,
    env,
    drain_timeout: drain,
  } = load(block('Kamal', 'yaml')) as {
    proxy: { host: string; app_port: number; healthcheck: { path: string } };
    env: { clear: Record<string, string>; secret: string[] };
    drain_timeout: number;
  };
  expect(proxy).toMatchObject({ app_port: port, healthcheck: { path: '/health/ready' } });
  expect(drain).toBeGreaterThan(shutdownGraceSeconds);
  expect(readConfig(env.clear).server.publicUrl).toBe(`https://${proxy.host}`);
  expect(Object.keys(env.clear).filter((name) => SECRETS.includes(name))).toEqual([]);
  expect([...SECRETS, 'BULLET_TRAIN_CLIENT_ID']).toEqual(expect.arrayContaining(env.secret));
});

it("Heroku's time limit is longer than that of a request to the application", () => {
  const [, limit] = /UPSTREAM_TIMEOUT_MS=(\d+)/.exec(block('Heroku', 'sh'))!;
  expect(Number(limit)).toBeLessThan(30_000);
});
