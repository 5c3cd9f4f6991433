import { expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { readConfig } from '../src/config/app-config.js';
import { VARIABLE_SCHEMAS } from '../src/config/variable-schemas.js';

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const { services } = load(read('render.yaml')) as {
  services: {
    type: string;
    runtime: string;
    healthCheckPath: string;
    maxShutdownDelaySeconds: number;
    envVars: { key: string; value?: unknown; sync?: false; generateValue?: true }[];
  }[];
};
const [service] = services;

/** What the container gets from Render: its own variables, what the blueprint says, and what the person typed. */
function environment(typed: Record<string, string>): Record<string, string> {
  const given = service!.envVars.map(({ key, value, generateValue }): [string, string] => [
    key,
    generateValue ? randomBytes(32).toString('base64') : String(value ?? typed[key] ?? ''),
  ]);
  return {
    NODE_ENV: 'production',
    RENDER_EXTERNAL_URL: 'https://bullet-train-mcp.onrender.com',
    ...Object.fromEntries(given),
  };
}

/**
 * By https://render.com/docs/blueprint-spec, compared in November 2026: Render publishes a schema
 * (render.com/schema/render.yaml.json), but under no licence.
 */
it('render.yaml has fields of a Render web service only, each with a value that it takes', () => {
  const { envVars, ...fields } = service!;
  expect(fields).toEqual({
    type: 'web',
    name: expect.stringMatching(/^[a-z][a-z0-9-]*$/),
    runtime: 'docker',
    // A free instance takes no maxShutdownDelaySeconds.
    plan: expect.stringMatching(/^(starter|standard|pro|pro plus|pro max|pro ultra)$/),
    healthCheckPath: expect.stringMatching(/^\//),
    maxShutdownDelaySeconds: expect.any(Number),
  });
  expect(fields.maxShutdownDelaySeconds).toBeLessThanOrEqual(300);
  for (const { key, value, sync, generateValue } of envVars) {
    expect(key).toMatch(/^[A-Z_]+$/);
    expect([typeof (value ?? ''), sync ?? false, generateValue ?? true]).toEqual([
      'string',
      false,
      true,
    ]);
  }
});

it('render.yaml names variables that there are, each with one source', () => {
  for (const { key, ...source } of service!.envVars) {
    expect([...Object.keys(VARIABLE_SCHEMAS.shape), 'PORT']).toContain(key);
    expect(Object.keys(source)).toHaveLength(1);
  }
});

it.each<[what: string, typed: Record<string, string>]>([
  ['without a Platform Application yet', {}],
  ['with one', { BULLET_TRAIN_CLIENT_ID: 'uid', BULLET_TRAIN_CLIENT_SECRET: 'secret' }],
])('render.yaml is a configuration that the server takes, %s', (_, typed) => {
  const base = { BULLET_TRAIN_BASE_URL: 'https://app.example.com', ...typed };
  const { server } = readConfig(environment(base));
  expect(server.publicUrl).toBe('https://bullet-train-mcp.onrender.com');
  expect(server.port).toBe(3001);
  expect(service!.maxShutdownDelaySeconds).toBeGreaterThan(server.shutdownGraceSeconds);
});

it('render.yaml builds the Dockerfile, and asks what the image asks of itself', () => {
  expect(service).toMatchObject({ type: 'web', runtime: 'docker' });
  expect(read('Dockerfile')).toContain(service!.healthCheckPath);
});
