import { Injectable } from '@nestjs/common';
import { collectionOf, type RecordRoutes } from '../../catalog/record-routes.js';
import { ToolCatalog } from '../../catalog/tool-catalog.js';
import type { Tool } from '../../openapi/tools/tool.js';
import { isRecord } from '../../values/is-record.js';
import { OtherTeams, teamsOf } from './other-teams.js';
import { PermissionError } from './permission-error.js';
import { RecordTeams, type Learnt } from './record-teams.js';
import { collectReferences, idOf, type References } from './references.js';
import { readIds, type PathId } from './path-ids.js';

/** A call that is about to be sent. */
export interface SentCall {
  tool: Tool;
  /** As `checkArguments` returned them. */
  args: Readonly<Record<string, unknown>>;
  /** The path that is requested, with its query. */
  path: string;
}

/** Each may cost a question to the application: of a call, and of an answer's records that do not name their team. */
const MAX_REFERENCES = 50;

/** What an answer's records are looked at with. */
interface Looking {
  chosen: ReadonlySet<string>;
  others: OtherTeams;
  /** Whether nothing that the person may see can be of another team. */
  isAlone: boolean;
  signal: AbortSignal;
  /** How many more records may be asked for. */
  left: number;
}

/** Keeps a client to the teams that the person has chosen for it. */
@Injectable()
export class TeamAccess {
  constructor(
    private readonly catalog: ToolCatalog,
    private readonly records: RecordTeams,
  ) {}

  /**
   * @returns when every team and record that the call names is of a chosen team; of a call that reads, what its answer
   *   alone can tell is left to `filter`
   * @throws PermissionError, TokenRefusedError, UpstreamError
   */
  async check(call: SentCall, chosen: ReadonlySet<string>, signal: AbortSignal): Promise<void> {
    const { tool } = call;
    const named = referencesOf(call);
    const ids = readIds(tool.path, call.path);
    if (!ids.every(({ id }) => id !== ''))
      throw new PermissionError(`${tool.name} was not called: an id in its path is empty.`);
    const teams = [...named.teams, ...ids.filter(({ isTeam }) => isTeam).map(({ id }) => id)];
    const others = ids.filter(({ isTeam }) => !isTeam);
    const count = teams.length + others.length + named.records.length + named.ids.length;
    // What is read without naming anything is told apart in its answer.
    if (count === 0 && tool.method === 'get') return;
    if (count > MAX_REFERENCES) {
      throw new PermissionError(
        `${tool.name} was not called: it names more than ${MAX_REFERENCES} records at once.`,
      );
    }
    for (const team of teams) await this.checkTeam(tool, team, chosen, signal);
    const isOnTeam = teams.length > 0;
    if (isOnTeam && count === teams.length) return;
    if (await this.records.isAlone(chosen, signal)) return;
    const checked = await this.checkRecords(call, others, named, chosen, signal);
    if (isOnTeam || checked > 0 || tool.method === 'get') return;
    throw new PermissionError(
      `${tool.name} was not called: nothing in it says which team it is about, and the person has chosen teams for this connection. ${ADVICE}`,
    );
  }

  /**
   * @param value a record of an answer, or the records of a page
   * @returns what is of chosen teams, and whether something was left out
   * @throws PermissionError when the record is of another team, or nobody knows
   */
  async filter<T>(
    call: SentCall,
    value: T,
    chosen: ReadonlySet<string>,
    signal: AbortSignal,
  ): Promise<{ value: T; hasLeft: boolean }> {
    const others = new OtherTeams(chosen);
    const isAlone = isOpen(call) && (await this.records.isAlone(chosen, signal));
    const looking: Looking = { chosen, others, isAlone, signal, left: MAX_REFERENCES };
    const isKept = (record: unknown) => this.isKept(call, record, looking);
    if (!Array.isArray(value)) {
      if (!(await isKept(value))) {
        if (call.tool.method === 'get')
          throw new PermissionError(notShown(call.tool, value, chosen));
        // What was checked before has changed since, or the application moved it: it is done all the same.
        return { value: { done: true, note: NOT_SHOWN } as T, hasLeft: false };
      }
      const cleaned = others.leaveOut(value);
      return { value: cleaned, hasLeft: others.left > 0 };
    }
    const kept: unknown[] = [];
    for (const record of value) if (await isKept(record)) kept.push(record);
    const cleaned = others.leaveOut(kept);
    const hasLeft = others.left > 0 || kept.length < value.length;
    // An array of the same kind of records.
    return { value: cleaned as T, hasLeft };
  }

  private async isKept(
    { tool, path }: SentCall,
    record: unknown,
    looking: Looking,
  ): Promise<boolean> {
    const { chosen, others, isAlone, signal } = looking;
    const collection = collectionOf(tool.path);
    if (collection === 'teams' && isRecord(record) && 'id' in record) {
      return chosen.has(idOf(record['id']) ?? '');
    }
    // Of people only their teams are left out; whether they may be seen is another question.
    if (collection !== 'users' && others.owns(record)) return false;
    if (isAlone || !isOpen({ tool, path })) return true;
    if (!isRecord(record)) return false;
    if (teamsOf(record).length === 0 && looking.left-- <= 0) return false;
    const learnt = await this.records.learn(this.routes, collection, record, signal);
    return isWithin(learnt, chosen);
  }

  /** A team by its id, or by what else the application takes for it, such as an obfuscated id. */
  private async checkTeam(
    tool: Tool,
    team: unknown,
    chosen: ReadonlySet<string>,
    signal: AbortSignal,
  ): Promise<void> {
    const id = idOf(team);
    if (id !== undefined && chosen.has(id)) return;
    const isOther = id === undefined || (isNumber(id) && [...chosen].every(isNumber));
    const route = isOther ? undefined : this.routes.at('/teams/{id}');
    if (
      route &&
      id !== undefined &&
      isWithin(await this.records.fetch(this.routes, route, [id], signal), chosen)
    )
      return;
    throw new PermissionError(
      `${tool.name} was not called: it is about team ${show(team)}, which the person has not chosen for this connection (they chose ${listed(chosen)}). ${ADVICE}`,
    );
  }

  /** @returns how many records were found to be of chosen teams */
  private async checkRecords(
    { tool }: SentCall,
    ids: readonly PathId[],
    named: References,
    chosen: ReadonlySet<string>,
    signal: AbortSignal,
  ): Promise<number> {
    let checked = 0;
    for (const { path, values, isId, isLast } of ids) {
      // The answer itself tells of which team it is.
      if (isLast && tool.method === 'get' && !tool.list) continue;
      const route = this.routes.at(path);
      if (!route && !isId && checked > 0) continue;
      const learnt: Learnt = route
        ? await this.records.fetch(this.routes, route, values, signal)
        : { why: `no operation of the application fetches ${path}` };
      this.require(tool, learnt, chosen, `${collectionOf(path)} ${show(values.at(-1))}`);
      if (!('isSelf' in learnt)) checked += 1;
    }
    for (const { name, id } of named.records) {
      const [route] = this.routes.named(name);
      // What is of no kind that the application shows by its id, it checks itself; people are in several teams.
      if (!route || route.collection === 'users') continue;
      const isThere = await this.checkNamed(tool, name, id, chosen, signal, true);
      if (isThere) checked += 1;
    }
    for (const id of named.ids) {
      const kind = collectionOf(tool.path.replace(/\/[^/{]+$/, ''));
      const own =
        this.routes.named(collectionOf(tool.path)).length > 0 ? collectionOf(tool.path) : kind;
      await this.checkNamed(tool, own, id, chosen, signal);
      checked += 1;
    }
    return checked;
  }

  private async checkNamed(
    tool: Tool,
    name: string,
    given: unknown,
    chosen: ReadonlySet<string>,
    signal: AbortSignal,
    mayBeMissing = false,
  ): Promise<boolean> {
    const [route] = this.routes.named(name);
    const id = idOf(given);
    const learnt: Learnt =
      route && id !== undefined
        ? await this.records.fetch(this.routes, route, [id], signal)
        : { why: `no operation of the application fetches it by ${show(given)}` };
    // What the person themselves cannot see is no other team's secret; the application refuses it.
    if (mayBeMissing && 'isMissing' in learnt) return false;
    this.require(tool, learnt, chosen, `${name} ${show(given)}`);
    return true;
  }

  private require(tool: Tool, learnt: Learnt, chosen: ReadonlySet<string>, what: string): void {
    if (isWithin(learnt, chosen, tool.kind === 'read')) return;
    const why = 'isSelf' in learnt ? 'an account is in no team, and is only read here' : undefined;
    if ('teams' in learnt) {
      throw new PermissionError(
        `${tool.name} was not called: ${what} is of team ${listed(new Set(learnt.teams.flat()))}, which the person has not chosen for this connection (they chose ${listed(chosen)}). ${ADVICE}`,
      );
    }
    throw new PermissionError(
      `${tool.name} was not called: it is not known to which team ${what} belongs (${why ?? ('why' in learnt ? learnt.why : '')}), and the person has chosen teams for this connection. ${ADVICE}`,
    );
  }

  /** @throws PermissionError while there is no catalogue; no call comes as far then */
  private get routes(): RecordRoutes {
    const { current } = this.catalog;
    if (!current) throw new PermissionError('The application has not told its operations yet.');
    return current.routes;
  }
}

/** How the person gives more; a model tells them. */
const ADVICE =
  'Nothing was done. Do not try another way; if the person wants this, they connect again and choose that team on the page that names their account.';

const NOT_SHOWN =
  'The record is of a team that the person has not chosen for this connection, so it is not shown.';

function notShown({ name, path }: Tool, record: unknown, chosen: ReadonlySet<string>): string {
  const isTeam = collectionOf(path) === 'teams';
  const own = isRecord(record) ? (isTeam ? [String(record['id'])] : teamsOf(record)) : [];
  const why =
    own.length > 0
      ? `it is of team ${listed(new Set(own))}, which the person has not chosen for this connection (they chose ${listed(chosen)})`
      : 'the application does not say that it is of a team that the person has chosen for this connection';
  return `The answer of ${name} is not shown: ${why}. ${ADVICE}`;
}

/** Whether only the answer tells which team a call is about: no team in its path, and no record that was checked. */
function isOpen({ tool, path }: Pick<SentCall, 'tool' | 'path'>): boolean {
  if (tool.method !== 'get') return false;
  const ids = readIds(tool.path, path);
  const last = ids.at(-1);
  if (!tool.list && last?.isLast && last.isId && !last.isTeam) return true;
  const before = ids.filter((id) => (tool.list || !id.isLast) && collectionOf(id.path) !== 'users');
  return before.length === 0;
}

function referencesOf({ tool, args }: SentCall): References {
  const named: References = { teams: [], records: [], ids: [] };
  for (const [argument, value] of Object.entries(args)) {
    const to = tool.destinations.get(argument);
    if (to?.in === 'list' || (to?.in === 'parameter' && to.parameter.in === 'path')) continue;
    const name =
      to?.in === 'parameter' ? to.parameter.name : to?.in === 'body' ? to.name : argument;
    collectReferences(to?.in === 'whole body' ? '' : name, value, named);
  }
  return named;
}

function isWithin(learnt: Learnt, chosen: ReadonlySet<string>, mayBeSelf = true): boolean {
  if ('isSelf' in learnt) return mayBeSelf;
  return 'teams' in learnt && learnt.teams.every((group) => group.some((team) => chosen.has(team)));
}

function isNumber(id: string): boolean {
  return /^\d+$/.test(id);
}

function listed(teams: ReadonlySet<string>): string {
  return [...teams].map(show).join(', ');
}

function show(id: unknown): string {
  return String(typeof id === 'object' ? JSON.stringify(id) : id).slice(0, 60);
}
