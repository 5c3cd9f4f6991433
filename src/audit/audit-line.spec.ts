import { describe, expect, it } from '@jest/globals';
import { MAX_LINE_BYTES, writeAuditLine, type AuditLine } from './audit-line.js';
import { valueChooser } from './chosen-values.js';
import { FloodGuard } from './flood-guard.js';
import { idsInAnswer, idsInArguments } from './record-ids.js';

const LINE: AuditLine = {
  type: 'audit',
  time: '2026-11-28T10:00:00.000Z',
  event: 'call',
  outcome: 'ok',
};

describe('a line', () => {
  it.each([
    ['a line end', 'Claude\n{"type":"audit"}'],
    ['line separators', 'a\u2028b\u2029c\u0085d'],
    ['terminal codes', 'a\u001b[2Kb\u009b1mc'],
    ['direction marks', 'a\u202eb\u2066c'],
    ['half a character', 'a\ud800b'],
  ])('is one, whatever a name holds: %s', (_, name) => {
    const text = writeAuditLine({ ...LINE, client: { name }, person: { email: name } });
    expect(text.match(/[\p{Cc}\u2028\u2029\u202e\u2066\ud800]/gu)).toEqual(['\n']);
    expect(JSON.parse(text)).toMatchObject({ outcome: 'ok' });
  });

  it('is never longer than a pipe takes at once', () => {
    const many = Array.from({ length: 300 }, (_, id) => `record-${id}`);
    const text = writeAuditLine({
      ...LINE,
      client: { id: 'x'.repeat(9_000), name: '✓'.repeat(9_000) },
      ids_in: { id: many },
      ids_out: many,
    });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MAX_LINE_BYTES);
    expect(JSON.parse(text)).toMatchObject({ ids_more: 600 });
  });
});

describe('ids', () => {
  it('are those of the path and of references, and nothing that is none', () => {
    const args = {
      id: 7,
      team_id: 'a1',
      tag_ids: [1, 2],
      slug: 'apollo',
      name: 'Secret',
      valid: 3,
    };
    expect(idsInArguments([args], '/projects/{slug}').ids).toEqual({
      id: ['7'],
      team_id: ['a1'],
      tag_ids: ['1', '2'],
      slug: ['apollo'],
    });
    const text = { id: 'alice@example.com', team_id: 'a b', user_id: 'x'.repeat(41), tag_ids: {} };
    expect(idsInArguments([text]).ids).toEqual({});
  });

  it('are those of all items, each once', () => {
    const items = [{ id: 1, team_id: 3 }, { id: 2, team_id: 3 }, 'none'];
    expect(idsInArguments(items).ids).toEqual({ id: ['1', '2'], team_id: ['3'] });
  });

  it.each([
    ['a record', { id: 7, team: { id: 1 } }, ['7']],
    ['a list', { items: [{ id: 7 }, { id: 8 }, { name: 'none' }], next_after: null }, ['7', '8']],
    ['a record that has items', { id: 7, items: [{ id: 8 }] }, ['7']],
    ['a batch', { done: 1, items: [{ ok: true, record: { id: 7 } }, { ok: false }] }, ['7']],
    ['nothing', undefined, []],
  ])('come of %s', (_, answer, ids) => {
    expect(idsInAnswer(answer)).toEqual({ ids, more: 0 });
  });

  it('are counted where there is no room', () => {
    const { ids, more } = idsInAnswer({ items: Array.from({ length: 900 }, (_, id) => ({ id })) });
    expect(ids.length + more).toBe(900);
    expect(more).toBeGreaterThan(0);
  });
});

describe('values', () => {
  it('are those that are named, and never a secret one', () => {
    const choose = valueChooser(['*', '!note'], ['ssn', '!api_key']);
    expect(
      choose([
        { status: 'open\nnow', note: 'no', ssn: '1', api_key: 'k', password: 'p', tags: ['a'] },
        { status: 'second', count: 3 },
      ]),
    ).toEqual({ status: 'open now', count: 3 });
    expect(valueChooser([], [])([{ status: 'open' }])).toBeUndefined();
  });
});

describe('strangers', () => {
  it('cause 60 lines a minute of one kind, and one that counts the others', () => {
    const said: [string, number][] = [];
    const guard = new FloodGuard<'token' | 'register'>((...line) => said.push(line));
    const admitted = Array.from({ length: 100 }, () => guard.admits('token', 0)).filter(Boolean);
    expect([admitted.length, guard.admits('register', 0), said]).toEqual([60, true, []]);
    expect(guard.admits('token', 60_000)).toBe(true);
    expect(said).toEqual([['token', 40]]);
    guard.flush();
    expect(said).toHaveLength(1);
  });
});
