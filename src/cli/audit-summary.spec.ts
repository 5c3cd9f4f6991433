import { describe, expect, it } from '@jest/globals';
import { AuditCounter } from './audit-summary.js';

const line = (more: object) =>
  JSON.stringify({
    type: 'audit',
    time: '2026-11-28T10:00:00.000Z',
    event: 'call',
    outcome: 'ok',
    person: { id: '1', email: 'alice@example.com' },
    client: { id: 'abcdefghijk', name: 'Claude' },
    tool: 'list_projects',
    operation: 'GET /projects',
    ...more,
  });

function summarize(lines: string[], since?: string) {
  const counter = new AuditCounter(since);
  for (const one of lines) counter.add(one);
  return counter.summary();
}

describe('the summary of an audit log', () => {
  it('counts by person, client and tool, changes and refusals apart', () => {
    const { people, clients, tools, events, lines } = summarize([
      line({}),
      line({
        tool: 'create_project',
        operation: 'POST /projects',
        time: '2026-11-28T09:00:00.000Z',
      }),
      line({ outcome: 'refused', reason: 'application', person: { id: '2' } }),
      line({ event: 'grant', tool: undefined, operation: undefined }),
    ]);
    expect(lines).toBe(4);
    expect(people['alice@example.com']).toEqual({
      lines: 3,
      ok: 3,
      changes: 1,
      refused: 0,
      failed: 0,
      first: '2026-11-28T09:00:00.000Z',
      last: '2026-11-28T10:00:00.000Z',
    });
    expect(people['id 2']).toMatchObject({ lines: 1, refused: 1 });
    expect(clients).toMatchObject({ 'Claude (abcdefgh)': { lines: 4 } });
    expect(Object.keys(tools)).toEqual(['list_projects', 'create_project']);
    expect(events).toMatchObject({ grant: { lines: 1 } });
  });

  it('counts lines that are none, and those that the log says are missing', () => {
    const bad = ['{', 'null', '[]', '7', '{"type":"audit"}', line({ type: 'log' })];
    const odd = line({ person: 7, client: { id: 8 }, tool: {}, operation: [] });
    expect(
      summarize([
        ...bad,
        '',
        odd,
        line({ event: 'gap', count: 3 }),
        line({ outcome: 'suppressed', count: 40 }),
      ]),
    ).toMatchObject({ unreadable: bad.length, missing: 43, lines: 3 });
  });

  it('leaves out what was before', () => {
    const later = line({ time: '2026-11-28T11:00:00.000Z' });
    expect(summarize([line({}), later], '2026-11-28T10:30:00.000Z').lines).toBe(1);
  });

  it('keeps 10,000 names at most', () => {
    const counter = new AuditCounter();
    for (let i = 0; i < 10_050; i += 1) counter.add(line({ tool: `tool_${i}` }));
    const { tools } = counter.summary();
    expect(Object.keys(tools)).toHaveLength(10_001);
    expect(tools['(others)']?.lines).toBe(50);
  });
});
