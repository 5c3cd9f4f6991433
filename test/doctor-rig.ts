import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { type Finding } from '../src/doctor/finding.js';
import {
  CLIENT_ID,
  CLIENT_SECRET,
  startSandbox,
  type Sandbox,
  type SandboxFlags,
} from '../src/sandbox/sandbox.js';
import { runCli } from './running-cli.js';
import { freePort } from './running-server.js';

export const SECRET = randomBytes(32).toString('base64');

export const PASSWORD = 'planted-password';

export let sandbox: Sandbox;

export let flags: SandboxFlags;

export let port: number;

export let variables: Record<string, string>;

/** Runs the doctor with JSON output, and checks that it prints no secret. */
export async function examine(more: Record<string, string> = {}) {
  const { code, stdout, stderr } = await runCli(['doctor', '--json'], { ...variables, ...more });
  expect(stderr).toBe('');
  for (const secret of [CLIENT_SECRET, SECRET, PASSWORD]) expect(stdout).not.toContain(secret);
  const report = JSON.parse(stdout) as { ok: boolean; findings: Finding[] };
  expect({ code, ok: report.ok }).toEqual(
    report.ok ? { code: 0, ok: true } : { code: 1, ok: false },
  );
  for (const finding of report.findings) {
    expect('remedy' in finding && finding.remedy !== '').toBe(finding.level !== 'ok');
  }
  return report;
}

export let deadPort: number;

/** @returns the findings, except those that are always unknown from outside or expected while no server runs */
export function unusual(findings: Finding[]): Finding[] {
  return findings.filter(
    ({ level, message }) =>
      level !== 'ok' &&
      !/whether its redirect URI is registered|because this server is not running/.test(message),
  );
}

/** Starts the sandbox that the doctor checks; each test starts with default flags. */
export function startDoctorRig(): void {
  beforeAll(async () => {
    port = await freePort();
    deadPort = await freePort();
    const redirectUris = [`http://localhost:${port}/oauth/callback`];
    sandbox = await startSandbox({ port: 0, redirectUris, refreshTokens: true });
    flags = { ...sandbox.flags };
    variables = {
      BULLET_TRAIN_BASE_URL: sandbox.url,
      BULLET_TRAIN_CLIENT_ID: CLIENT_ID,
      BULLET_TRAIN_CLIENT_SECRET: CLIENT_SECRET,
      OAUTH_SECRET: SECRET,
      SERVER_PORT: String(port),
      SERVER_HOST: '127.0.0.1',
    };
  });
  afterEach(() => {
    Object.assign(sandbox.flags, { document: undefined, ...flags, faults: [] });
  });
  afterAll(() => sandbox.close());
}
