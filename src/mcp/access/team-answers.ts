import { Injectable } from '@nestjs/common';
import { collectionOf } from '../../catalog/record-routes.js';
import { ToolCatalog } from '../../catalog/tool-catalog.js';
import { isRecord } from '../../values/is-record.js';
import { OtherTeams, teamsOf } from './other-teams.js';
import { PermissionError } from './permission-error.js';
import { isWithin, RecordTeams } from './record-teams.js';
import { idOf } from './references.js';
import { NOT_SHOWN, notShown } from './refusals.js';
import { isOpen, type SentCall } from './sent-call.js';

/** The most records of a response that do not name their team: each may cost a request to the application. */
const MAX_QUESTIONS = 50;

/** The state of checking one response. */
interface Looking {
  chosen: ReadonlySet<string>;
  others: OtherTeams;
  /** Whether records have to be looked up, because neither the path nor the person's teams settle it. */
  isUnsettled: boolean;
  signal: AbortSignal;
  /** How many more records may be requested. */
  left: number;
}

/** Limits responses to the teams that the person chose. */
@Injectable()
export class TeamAnswers {
  constructor(
    private readonly catalog: ToolCatalog,
    private readonly records: RecordTeams,
  ) {}

  /**
   * @param value a record of an answer, or the records of a page
   * @returns the part that belongs to the chosen teams, and whether something was left out
   * @throws PermissionError when the record belongs to another team, or its team is unknown
   */
  async filter<T>(
    call: SentCall,
    value: T,
    chosen: ReadonlySet<string>,
    signal: AbortSignal,
  ): Promise<{ value: T; hasLeft: boolean }> {
    const others = new OtherTeams(chosen);
    const isUnsettled = isOpen(call) && !(await this.records.isAlone(chosen, signal));
    const looking: Looking = { chosen, others, isUnsettled, signal, left: MAX_QUESTIONS };
    const collection = collectionOf(call.tool.path);
    const isKept = (record: unknown) => this.isKept(collection, record, looking);
    if (!Array.isArray(value)) {
      if (!(await isKept(value))) {
        if (call.tool.method === 'get')
          throw new PermissionError(notShown(call.tool, value, chosen));
        // The record moved to another team after the check. The change is made all the same.
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

  private async isKept(collection: string, record: unknown, looking: Looking): Promise<boolean> {
    const { chosen, others, isUnsettled, signal } = looking;
    if (collection === 'teams' && isRecord(record) && 'id' in record) {
      return chosen.has(idOf(record['id']) ?? '');
    }
    // People are shown, without their other teams.
    if (collection !== 'users' && others.owns(record)) return false;
    if (!isUnsettled) return true;
    if (!isRecord(record)) return false;
    const routes = this.catalog.current?.routes;
    if (!routes) return false;
    if (teamsOf(record).length === 0 && looking.left-- <= 0) return false;
    const learnt = await this.records.learn(routes, collection, record, signal);
    return isWithin(learnt, chosen);
  }
}
