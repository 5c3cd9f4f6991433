import { Injectable } from '@nestjs/common';
import { collectionOf, type RecordRoutes } from '../../catalog/record-routes.js';
import { ToolCatalog } from '../../catalog/tool-catalog.js';
import type { Tool } from '../../openapi/tools/tool.js';
import { PermissionError } from './permission-error.js';
import { isWithin, RecordTeams, type Learnt } from './record-teams.js';
import { idOf, type References } from './references.js';
import { readIds, type PathId } from './path-ids.js';
import { ADVICE, listed, show } from './refusals.js';
import { referencesOf, type SentCall } from './sent-call.js';

/** The most references in one call: each may cost a request to the application. */
const MAX_REFERENCES = 50;

/** Limits a client's calls to the teams that the person chose for it. */
@Injectable()
export class TeamAccess {
  constructor(
    private readonly catalog: ToolCatalog,
    private readonly records: RecordTeams,
  ) {}

  /**
   * @returns when every team and record that the call names belongs to a chosen team. For a call that reads,
   *   TeamAnswers
   *   checks what only the response can tell
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
    // A read that names nothing is checked in its response.
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

  /** Checks a team, named by its id or by another form that the application accepts, such as an obfuscated id. */
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
      // The response tells which team it belongs to.
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
      // The application checks kinds that it does not show by id itself. People are in several teams.
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
    // The person cannot see this record, so nothing leaks; the application refuses it.
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

  /** @throws PermissionError while there is no catalogue; calls do not get this far then */
  private get routes(): RecordRoutes {
    const { current } = this.catalog;
    if (!current) throw new PermissionError('The application has not told its operations yet.');
    return current.routes;
  }
}

function isNumber(id: string): boolean {
  return /^\d+$/.test(id);
}
