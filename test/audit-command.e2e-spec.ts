import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { writeAuditLine, type AuditLine } from '../src/audit/audit-line.js';
import { runCli, startCli } from './running-cli.js';

const folder = mkdtempSync(join(tmpdir(), 'audit-command-'));
const path = (name: string) => join(folder, name);

const call = (day: number, email: string, tool: string, more: Partial<AuditLine> = {}) =>
  writeAuditLine({
    type: 'audit',
    time: `2026-11-${day}T10:00:00.000Z`,
    event: 'call',
    outcome: 'ok',
    person: { id: '1', email },
    client: { id: 'c', name: 'Claude' },
    tool,
    operation: tool.startsWith('list') ? 'GET /projects' : 'PUT /projects/{id}',
    ...more,
  });

const LOG = [
  call(20, 'alice@example.com', 'list_projects'),
  call(21, 'alice@example.com', 'update_project'),
  call(22, 'bob@example.com', 'update_project', { outcome: 'refused', reason: 'not_granted' }),
  'not a line of an audit log\n',
].join('');

beforeAll(() => {
  writeFileSync(path('audit.log'), LOG);
  writeFileSync(path('audit.log.gz'), gzipSync(LOG));
});

afterAll(() => rmSync(folder, { recursive: true }));

const summaryOf = (stdout: string) => JSON.parse(stdout) as Record<string, unknown>;

const SUMMARY = {
  lines: 3,
  unreadable: 1,
  people: {
    'alice@example.com': { lines: 2, ok: 2, changes: 1, refused: 0 },
    'bob@example.com': { lines: 1, ok: 0, changes: 0, refused: 1 },
  },
  clients: { 'Claude (c)': { lines: 3 } },
  tools: { list_projects: { lines: 1 }, update_project: { lines: 2, changes: 1 } },
};

describe('bullet-train-mcp audit', () => {
  it.each(['audit.log', 'audit.log.gz'])('counts people, clients and tools in %s', async (file) => {
    const { code, stdout, stderr } = await runCli(['audit', path(file), '--json']);
    expect([code, stderr]).toEqual([0, '']);
    expect(summaryOf(stdout)).toMatchObject(SUMMARY);
  });

  it('reads the standard input as -', async () => {
    const { child, ended } = startCli(['audit', '-', '--json']);
    child.stdin.end(LOG);
    expect(summaryOf((await ended).stdout)).toMatchObject(SUMMARY);
  });

  it('leaves out lines from before --since', async () => {
    const args = ['audit', path('audit.log'), '--since', '2026-11-21', '--json'];
    const { people } = summaryOf((await runCli(args)).stdout);
    expect(people).toMatchObject({
      'alice@example.com': { lines: 1 },
      'bob@example.com': { lines: 1 },
    });
  });

  it('prints tables for people, and says what it could not read', async () => {
    const { stdout } = await runCli(['audit', path('audit.log')]);
    expect(stdout).toMatch(/^PEOPLE +LINES +OK +CHANGES/m);
    expect(stdout).toMatch(/^alice@example\.com +2 +2 +1 +0/m);
    expect(stdout).toContain('1 line is not from an audit log and was left out');
  });

  it.each([
    ['a file that does not exist', ['audit', path('none')], /cannot be read: ENOENT/],
    ['a time that is none', ['audit', path('audit.log'), '--since', 'x'], /--since must be a time/],
  ])('refuses %s', async (_, args, problem) => {
    const { code, stderr } = await runCli(args);
    expect(code).toBe(1);
    expect(stderr).toMatch(problem);
  });
});
