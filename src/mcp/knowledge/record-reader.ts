import { Injectable } from '@nestjs/common';
import type { Source } from '../../catalog/knowledge/sources.js';
import { splitWords } from '../../catalog/search/text.js';
import { indexWord } from '../../catalog/search/words.js';
import { MAX_ITEMS } from '../../openapi/plan/list-response.js';
import { pathArgumentsOf } from '../../openapi/tools/path-arguments.js';
import { isRecord } from '../../values/is-record.js';
import type { Progress } from '../../request/progress.js';
import { CallError } from '../tools/call-error.js';
import { ToolRunner } from '../tools/tool-runner.js';
import type { ReadingBudget } from './reading-budget.js';
import { writeAddress } from './record-address.js';

export interface FoundRecord {
  source: Source;
  /** The address of the record in the API without its first slash: `projects/7`. */
  address: string;
  record: Record<string, unknown>;
}

/** What was read of one kind of record. */
export interface Coverage {
  source: Source;
  count: number;
  /** Whether something was not read: pages, or lists below records that were not reached. */
  isPartial: boolean;
  /** Why the application did not answer. */
  problem?: string;
}

export interface Reading {
  records: FoundRecord[];
  coverage: Coverage[];
}

/** A list, or the rest of one, still to read. */
interface Task {
  source: Source;
  /** The values of the placeholders in its path. */
  ids: readonly string[];
  /** The arguments that lead to its next page. */
  next?: Record<string, unknown>;
}

interface ReadMode {
  /** Is told of the records so far while more are read. */
  progress?: Progress | undefined;
  /** The ids of the records that the first list is below, where it is the only one. */
  ids?: readonly string[];
}

/** How many lists are read at the same time; the queue of calls gives each person a share. */
const AT_ONCE = 6;
/** The most lists that wait: each of many records may have one below it. */
const MOST_WAITING = 300;
const ANY_TOKENS = 1_000_000;

/**
 * Reads the records for a search, as the caller and with the same calls as the tools that list them: the kinds that the
 * question names first, then level by level, within a `ReadingBudget`.
 */
@Injectable()
export class RecordReader {
  constructor(private readonly runner: ToolRunner) {}

  /**
   * @param sources in the order of their depth
   * @throws CallError when the token is not accepted
   */
  async read(
    sources: readonly Source[],
    question: string,
    budget: ReadingBudget,
    { progress, ids: above }: ReadMode = {},
  ): Promise<Reading> {
    const coverage = new Map(sources.map((source) => [source, startOf(source)]));
    const records = new Map<string, FoundRecord>();
    const rank = rankSources(sources, question);
    const waiting: Task[] = sources
      .filter(({ parent }) => above ?? !parent)
      .map((source) => ({ source, ids: above ?? [] }));
    /** How many records of a list that is still being read have been read. */
    const underWay = new Map<Task, number>();
    const tell = (): void => {
      const count = [...underWay.values()].reduce((sum, some) => sum + some, records.size);
      progress?.report(count, `${count} records looked at`);
    };
    const below = (source: Source) => sources.filter(({ parent }) => parent === source);

    const work = async (task: Task): Promise<void> => {
      const { source } = task;
      const state = coverage.get(source)!; // each source has one
      const answer = await this.readSome(task, question, budget, (count) => {
        underWay.set(task, count);
        tell();
      });
      underWay.delete(task);
      if (typeof answer === 'string') {
        if (budget.signal.aborted) state.isPartial = true;
        else state.problem = answer;
        return;
      }
      for (const record of answer.items) {
        const ids = idsOf(source, task.ids, record);
        if (!ids) continue;
        const address = writeAddress(source.show, ids);
        if (records.has(address)) continue;
        records.set(address, { source, address, record });
        state.count += 1;
        for (const child of below(source)) {
          if (waiting.length < MOST_WAITING) waiting.push({ source: child, ids });
          else coverage.get(child)!.isPartial = true; // each source has one
        }
      }
      if (answer.next) waiting.push({ ...task, next: answer.next });
      else if (answer.isCut) state.isPartial = true;
    };

    const rankOf = ({ source, next }: Task) => (rank.get(source) ?? 0) + (next ? 0.5 : 0);
    const running = new Map<Promise<void>, number>();
    try {
      while ((waiting.length > 0 && !budget.isSpent) || running.size > 0) {
        while (running.size < AT_ONCE && !budget.isSpent) {
          const task = takeFirst(waiting, rankOf, Math.min(...running.values()));
          if (!task) break;
          const run: Promise<void> = work(task).finally(() => running.delete(run));
          running.set(run, rankOf(task));
        }
        await Promise.race(running.keys());
        const goesOn = running.size > 0 || (waiting.length > 0 && !budget.isSpent);
        if (goesOn) tell();
      }
    } finally {
      // A failure ends the search; the promises of the others are still awaited.
      await Promise.allSettled(running.keys());
    }
    for (const { source } of waiting) markPartial(source, sources, coverage);
    return { records: [...records.values()], coverage: [...coverage.values()] };
  }

  /** @returns the records of one page of the list, or why there are none */
  private async readSome(
    { source: { list }, ids, next }: Task,
    question: string,
    budget: ReadingBudget,
    report: Progress['report'],
  ) {
    const places = pathArgumentsOf(list);
    const takesItems = list.destinations.get('max_items')?.in === 'list';
    const args = {
      ...Object.fromEntries(places.map((name, index) => [name, ids[index]])),
      ...(list.searchedBy !== undefined && question !== '' && { [list.searchedBy]: question }),
      ...(takesItems && { max_items: MAX_ITEMS }),
      ...next,
    };
    try {
      const mode = { maxTokens: ANY_TOKENS, meter: budget, progress: { report } };
      const { structuredContent = {} } = await this.runner.call(list, args, budget.signal, mode);
      return readAnswer(structuredContent);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      if (error.status === 401) throw error;
      return error.message;
    }
  }
}

function readAnswer(answer: Record<string, unknown>) {
  const { items, next_after: after, next, note } = answer;
  return {
    items: Array.isArray(items) ? items.filter(isRecord) : [],
    next: after !== undefined && after !== null ? { after } : isRecord(next) ? next : undefined,
    /** There are more records, but no way to request them. */
    isCut: next === undefined && after === undefined && note !== undefined,
  };
}

function startOf(source: Source): Coverage {
  return { source, count: 0, isPartial: false };
}

/** Lists below an unread list were not read either. */
function markPartial(
  source: Source,
  sources: readonly Source[],
  coverage: ReadonlyMap<Source, Coverage>,
): void {
  const state = coverage.get(source)!; // each source has one
  if (state.isPartial) return;
  state.isPartial = true;
  for (const child of sources) if (child.parent === source) markPartial(child, sources, coverage);
}

/** Kinds that the question names come first, together with the lists that lead to them. */
function rankSources(sources: readonly Source[], question: string): ReadonlyMap<Source, number> {
  const asked = new Set(splitWords(question).map(indexWord));
  const rank = new Map(sources.map((source) => [source, 1 + source.depth]));
  for (const source of sources) {
    const isNamed = splitWords(source.kind).some((word) => asked.has(indexWord(word)));
    for (let each = isNamed ? source : undefined; each; each = each.parent) rank.set(each, 0);
  }
  return rank;
}

/** @returns the first list of the best rank; none while a better one is being read, because its children come first */
function takeFirst(
  waiting: Task[],
  rankOf: (task: Task) => number,
  running: number,
): Task | undefined {
  const ranks = waiting.map(rankOf);
  const best = Math.min(...ranks);
  return waiting.length > 0 && best <= running
    ? waiting.splice(ranks.indexOf(best), 1)[0]
    : undefined;
}

/** The values of the placeholders in the record's path; undefined if it has no id. */
function idsOf(
  { show }: Source,
  above: readonly string[],
  record: Record<string, unknown>,
): string[] | undefined {
  const { id } = record;
  if (id === undefined || id === null || isRecord(id)) return undefined;
  return pathArgumentsOf(show).length === 1 ? [String(id)] : [...above, String(id)];
}
