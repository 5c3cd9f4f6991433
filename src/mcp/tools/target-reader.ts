import { Injectable } from '@nestjs/common';
import { placeholdersOf } from '../../openapi/document/path-template.js';
import type { Tool } from '../../openapi/tools/tool.js';
import { writeExactly } from '../../values/exact-number.js';
import { isRecord } from '../../values/is-record.js';
import { oneLine } from '../../values/one-line.js';
import { CallError } from './call-error.js';
import { digestOf } from './digest.js';
import type { Call } from './read-call.js';
import { fetchesRecord } from '../../openapi/tools/fetches-record.js';
import { recordName } from './record-name.js';
import { ToolRunner } from './tool-runner.js';

/** Of several records, as many are read and named; the others are counted. */
const MOST_NAMED = 5;
const LONGEST_NAME = 80;
const LONGEST_CHANGES = 300;

/** Describes a call by its records' own words, for the person who must approve it. */
@Injectable()
export class TargetReader {
  constructor(private readonly runner: ToolRunner) {}

  /**
   * @param readable the tools that may be called
   * @returns the question, and a digest of the records' `updated_at`, where the application tells it
   * @throws CallError when a record is not there
   */
  async read(
    tool: Tool,
    { args, items }: Call,
    readable: readonly Tool[],
    signal: AbortSignal,
  ): Promise<{ asks: string; state: string }> {
    const all = items ?? [isRecord(args) ? args : {}];
    const show = readable.find((each) => fetchesRecord(each) && isAbout(tool, each));
    const targets: { name: string; version: unknown }[] = [];
    for (const each of all.slice(0, MOST_NAMED)) {
      const record = show && (await this.fetch(show, each, signal));
      targets.push({ name: nameOf(record, each), version: record?.['updated_at'] ?? null });
    }
    const more = all.length - targets.length;
    const names =
      targets.map(({ name }) => name).join(', ') + (more > 0 ? ` and ${more} more` : '');
    return {
      asks: oneLine(`${tool.title}: ${names}?`),
      state: digestOf(targets.map(({ version }) => version)),
    };
  }

  private async fetch(
    show: Tool,
    given: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<Record<string, unknown> | undefined> {
    const ids = placeholdersOf(show.path).map((name) => [name, given[name]] as const);
    try {
      const { structuredContent } = await this.runner.call(show, Object.fromEntries(ids), signal);
      return structuredContent;
    } catch (error) {
      // Without a name the question is as good; without the record there is nothing to approve.
      if (error instanceof CallError && error.status !== 404 && error.status !== 401) {
        return undefined;
      }
      throw error;
    }
  }
}

/** `GET /projects/{id}` for `DELETE /projects/{id}` and for `POST /projects/{id}/archive`. */
function isAbout({ path }: Tool, show: Tool): boolean {
  return path === show.path || path.startsWith(`${show.path}/`);
}

/** `"Apollo" (id 7)`, with what is written into it. */
function nameOf(
  record: Record<string, unknown> | undefined,
  given: Record<string, unknown>,
): string {
  const called = record && recordName(record);
  const { id, ...changes } = given;
  const about = [
    called !== undefined && `"${called.slice(0, LONGEST_NAME)}"`,
    id !== undefined && `(id ${String(id).slice(0, LONGEST_NAME)})`,
    Object.keys(changes).length > 0 && writeExactly(changes).slice(0, LONGEST_CHANGES),
  ];
  return about.filter(Boolean).join(' ') || 'no arguments';
}
