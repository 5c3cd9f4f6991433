import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { ALICE_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { callTool } from './raw-mcp.js';
import { freePort, startServer, type RunningServer } from './running-server.js';

const ALERTS = fileURLToPath(new URL('../deploy/prometheus/alerts.yaml', import.meta.url));
const DASHBOARD = new URL('../deploy/grafana/dashboard.json', import.meta.url);
const RUNBOOK = new URL('../docs/operating.md', import.meta.url);

const { groups } = load(readFileSync(ALERTS, 'utf8')) as {
  groups: { rules: { alert: string; expr: string; annotations: { summary: string } }[] }[];
};
const rules = groups.flatMap((group) => group.rules);
const { panels } = JSON.parse(readFileSync(DASHBOARD, 'utf8')) as {
  panels: { title: string; targets: { expr: string }[] }[];
};
const queries = panels.flatMap(({ title, targets }) =>
  targets.map(({ expr }): [title: string, expr: string] => [title, expr]),
);

let sandbox: Sandbox;
let server: RunningServer;
/** Each metric that the running server has, with the names of its labels. */
let metrics: Map<string, Set<string>>;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  const port = await freePort();
  server = await startServer(sandbox.url, { METRICS_PORT: String(port) });
  await callTool(server.url, 'list_teams', {}, { token: ALICE_TOKEN });
  metrics = readMetrics(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text());
});
afterAll(async () => {
  await server.stop();
  await sandbox.close();
});

function readMetrics(text: string): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const line of text.split('\n')) {
    const [, name, labels = ''] = /^(\w+)(?:\{(.*)\})? /.exec(line) ?? [];
    if (name === undefined || line.startsWith('#')) continue;
    const names = found.get(name) ?? new Set(['job', 'instance']);
    for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) names.add(label);
    found.set(name, names);
  }
  return found;
}

/** The metrics of a query; `up` is Prometheus' own. */
function metricsOf(expr: string): string[] {
  const names = expr.match(/\b(?:bullet_train_mcp|nodejs|process)_\w+/g) ?? [];
  return [...new Set(names)];
}

/** Metrics of events that have not happened yet have no visible labels. */
const SELDOM: Record<string, string[]> = { bullet_train_mcp_rate_limited_total: ['by'] };

describe.each([...rules.map(({ alert, expr }): [string, string] => [alert, expr]), ...queries])(
  'the query of %s',
  (_, expr) => {
    it('uses metrics that the server has, with labels that they have', () => {
      for (const name of metricsOf(expr)) expect([...metrics.keys()]).toContain(name);
      for (const [, name = '', inside = ''] of expr.matchAll(/(\w+)\{([^}]*)\}/g)) {
        if (name === 'up') continue;
        const known = [...metrics.get(name)!, ...(SELDOM[name] ?? [])];
        for (const [, label = ''] of inside.matchAll(/(\w+)(?:=|!=|=~|!~)"/g)) {
          expect(known).toContain(label);
        }
      }
    });
  },
);

/** A label, for whoever compares replicas; it has no course over time. */
const NOT_SHOWN = ['bullet_train_mcp_catalog_info'];

it('every metric of the server is on the dashboard', () => {
  const series = [...metrics.keys()].filter((name) => name.startsWith('bullet_train_mcp_'));
  const names = new Set(series.map((name) => name.replace(/_(bucket|sum|count)$/, '')));
  expect(names.size).toBeGreaterThan(15);
  const shown = queries.flatMap(([, expr]) => metricsOf(expr)).join(' ');
  const missing = [...names].filter((name) => !shown.includes(name));
  expect(missing).toEqual(NOT_SHOWN);
});

it.each(rules.map(({ alert }) => alert))('the alert %s has a line in the runbook', (alert) => {
  expect(readFileSync(RUNBOOK, 'utf8')).toMatch(
    new RegExp(`^\\| \`${alert}\` \\| .{20,} \\|$`, 'm'),
  );
});

it('the runbook names no alert that does not exist', () => {
  const named = readFileSync(RUNBOOK, 'utf8').match(/BulletTrainMcp\w+/g)!;
  expect(new Set(named)).toEqual(new Set(rules.map(({ alert }) => alert)));
});

it('Prometheus parses every query', () => {
  const promtool = spawnSync('promtool', ['check', 'rules', ALERTS], { encoding: 'utf8' });
  if (promtool.error) {
    if (process.env['CI']) throw promtool.error;
    console.warn("No promtool here: the alerts' syntax is not checked");
    return;
  }
  expect(promtool.stdout + promtool.stderr).toContain(`SUCCESS: ${rules.length} rules found`);
  // A rule for each panel, so that promtool parses their queries too; Grafana would fill in the variables.
  const records = queries.map(([, expr], at) => ({
    record: `panel:${at}`,
    expr: expr.replaceAll('$__rate_interval', '5m'),
  }));
  const folder = mkdtempSync(join(tmpdir(), 'panels-'));
  const file = join(folder, 'panels.yaml');
  writeFileSync(file, JSON.stringify({ groups: [{ name: 'panels', rules: records }] }));
  const read = spawnSync('promtool', ['check', 'rules', file], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  expect(read.stdout + read.stderr).toContain(`SUCCESS: ${records.length} rules found`);
});
