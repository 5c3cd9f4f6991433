import { Injectable } from '@nestjs/common';
import type { LRUCache } from 'lru-cache';
import { BulletTrainClient } from '../../bullet-train/bullet-train.client.js';
import { TokenValidator } from '../../bullet-train/token-validator.js';
import type { RecordRoute, RecordRoutes } from '../../catalog/record-routes.js';
import { RequestContext } from '../../request/request-context.js';
import { parseExactly } from '../../values/exact-number.js';
import { isRecord } from '../../values/is-record.js';
import { keepNewest } from '../../values/newest.js';
import { sha256 } from '../../values/sha256.js';
import { teamsOf } from './other-teams.js';
import { idOf, namesTeam } from './references.js';

/** The application refused the caller's token when asked for a record. */
export class TokenRefusedError extends Error {
  override readonly name = 'TokenRefusedError';
}

/**
 * What is known about a record. `teams`: one list for each record it belongs to, with the teams that share that record.
 * `isSelf`: it is the caller's own user, who is in no team. Otherwise, why nothing is known.
 */
export type Learnt =
  { teams: readonly (readonly string[])[] } | { isSelf: true } | { why: string; isMissing?: true };

/** Whether a record belongs to the chosen teams. A call that reads may also see the caller's own account. */
export function isWithin(learnt: Learnt, chosen: ReadonlySet<string>, mayBeSelf = true): boolean {
  if ('isSelf' in learnt) return mayBeSelf;
  return 'teams' in learnt && learnt.teams.every((group) => group.some((team) => chosen.has(team)));
}

interface Kept<Answer> {
  answer: Answer;
  /** In milliseconds of performance.now(). */
  until: number;
}

const KEPT_MS = 60_000;
/** The most records that are remembered, at about 300 bytes each. */
const MAX_KEPT = 10_000;
/** The most levels of parents that are followed. */
const MAX_STEPS = 5;
const TEAMS_PAGE = 20;
const MAX_TEAM_PAGES = 5;

/**
 * Learns from the application which team a record belongs to, with the caller's own token: from the record, or from its
 * parents. Keeps the answer for a minute.
 */
@Injectable()
export class RecordTeams {
  private readonly records = keepNewest<Kept<Learnt>>(MAX_KEPT);
  private readonly alone = keepNewest<Kept<boolean>>(MAX_KEPT);

  constructor(
    private readonly client: BulletTrainClient,
    private readonly validator: TokenValidator,
    private readonly context: RequestContext,
  ) {}

  /**
   * @param ids of the record's path
   * @throws TokenRefusedError, UpstreamError
   */
  async fetch(
    routes: RecordRoutes,
    route: RecordRoute,
    ids: readonly string[],
    signal: AbortSignal,
    steps = 0,
  ): Promise<Learnt> {
    const [id] = ids;
    if (route.collection === 'users' && ids.length === 1 && (await this.isSelf(id)))
      return { isSelf: true };
    const path = route.fill(ids);
    const key = this.keyOf(path);
    const known = freshIn(this.records, key);
    if (known) return known;
    const { status, value } = await this.get(path, route.template, signal);
    if (!isRecord(value)) {
      return { why: `GET ${path} answered ${status}`, ...(status === 404 && { isMissing: true }) };
    }
    const learnt = await this.learn(routes, route.collection, value, signal, steps);
    // A record that was missing may have been created since.
    if (!('why' in learnt)) this.records.set(key, keep(learnt));
    return learnt;
  }

  /** @param record as the application returned it. @returns its teams, from the record itself or from its parents */
  async learn(
    routes: RecordRoutes,
    collection: string,
    record: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
    steps = 0,
  ): Promise<Learnt> {
    const id = idOf(record['id']);
    if (collection === 'teams') return id === undefined ? { why: NO_ID } : { teams: [[id]] };
    if (collection === 'users')
      return (await this.isSelf(id)) ? { isSelf: true } : { why: NO_TEAM };
    const teams = teamsOf(record);
    if (teams.length > 0) return { teams: [teams] };
    if (steps === MAX_STEPS) return { why: NO_TEAM };
    const found: (readonly string[])[] = [];
    for (const [route, parent] of parentsIn(routes, collection, record)) {
      const learnt = await this.fetch(routes, route, [parent], signal, steps + 1);
      if (!('teams' in learnt)) return { why: NO_TEAM };
      found.push(...learnt.teams);
    }
    return found.length > 0 ? { teams: found } : { why: NO_TEAM };
  }

  /** Whether the person is only in these teams, so that nothing they may see belongs to another. */
  async isAlone(chosen: ReadonlySet<string>, signal: AbortSignal): Promise<boolean> {
    const key = this.keyOf(JSON.stringify([...chosen]));
    const known = freshIn(this.alone, key);
    if (known !== undefined) return known;
    const isAlone = await this.seesOnly(chosen, signal);
    this.alone.set(key, keep(isAlone));
    return isAlone;
  }

  private async seesOnly(chosen: ReadonlySet<string>, signal: AbortSignal): Promise<boolean> {
    const seen = new Set<string>();
    for (let page = 0; page < MAX_TEAM_PAGES; page += 1) {
      const last = [...seen].at(-1);
      const after = last === undefined ? '' : `?after=${encodeURIComponent(last)}`;
      const path = `${this.client.apiPath}/teams`;
      const { value } = await this.get(path + after, path, signal);
      if (!Array.isArray(value)) return false;
      const ids = value.map((team) => (isRecord(team) ? idOf(team['id']) : undefined));
      if (!ids.every((id) => id !== undefined && chosen.has(id))) return false;
      for (const id of ids) if (id !== undefined) seen.add(id);
      if (value.length < TEAMS_PAGE) return true;
    }
    return false;
  }

  private async isSelf(id: string | undefined): Promise<boolean> {
    if (id === undefined || id === 'me') return id === 'me';
    const { owner } = await this.validator.check(this.context.token);
    return id === owner;
  }

  private async get(
    path: string,
    template: string,
    signal: AbortSignal,
  ): Promise<{ status: number; value: unknown }> {
    const { token } = this.context;
    const asked = { queue: 'calls', method: 'GET', path, template, token, signal } as const;
    const { status, body } = await this.client.send(asked);
    if (status === 401) throw new TokenRefusedError('The application has refused the token');
    if (status !== 200) return { status, value: undefined };
    try {
      return { status, value: parseExactly(body.toString('utf8')) };
    } catch {
      return { status, value: undefined };
    }
  }

  private keyOf(question: string): string {
    return sha256(`${this.context.token} ${question}`);
  }
}

function keep<Answer>(answer: Answer): Kept<Answer> {
  return { answer, until: performance.now() + KEPT_MS };
}

function freshIn<Answer>(
  cache: LRUCache<string, Kept<Answer & {}>>,
  key: string,
): Answer | undefined {
  const kept = cache.get(key);
  return kept && performance.now() < kept.until ? kept.answer : undefined;
}

const NO_ID = 'the application does not give its id';
const NO_TEAM = 'the application does not say in which team it is';

/**
 * The parents of a record, by the document's paths or else by the names of its fields. A user does not count, because
 * people are in several teams.
 */
function parentsIn(
  routes: RecordRoutes,
  collection: string,
  record: Readonly<Record<string, unknown>>,
): [RecordRoute, string][] {
  const told = [...routes.parentsOf(collection)].filter((name) => idOf(record[name]) !== undefined);
  const names = told.length > 0 ? told : Object.keys(record).filter((name) => name.endsWith('_id'));
  return names.flatMap((name): [RecordRoute, string][] => {
    const id = idOf(record[name]);
    const [route] = routes.named(name.replace(/_id$/, ''));
    const isParent = route && route.collection !== 'users' && !namesTeam(name);
    return isParent && id !== undefined ? [[route, id]] : [];
  });
}
