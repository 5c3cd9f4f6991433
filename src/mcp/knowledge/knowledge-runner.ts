import { Inject, Injectable } from '@nestjs/common';
import * as z from 'zod';
import { AuditTrail } from '../../audit/audit-trail.js';
import { FETCH, SEARCH } from '../../catalog/knowledge/knowledge-tools.js';
import { PROFILE } from '../../catalog/knowledge/profile-tool.js';
import { findSources } from '../../catalog/knowledge/sources.js';
import type { ToolView } from '../../catalog/tool-view.js';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import {
  errorResult,
  structuredResult,
  type ToolResult,
} from '../../openapi/response/tool-result.js';
import { RequestContext } from '../../request/request-context.js';
import type { ToolCall } from '../../request/request-record.js';
import { PermissionError } from '../access/permission-error.js';
import { Permission } from '../access/permission.js';
import { endOf } from '../tools/call-end.js';
import { CallError } from '../tools/call-error.js';
import { rankRecords } from './rank-records.js';
import { ProfileReader } from './profile-reader.js';
import { RecordOpener } from './record-opener.js';
import { ReadingBudget } from './reading-budget.js';
import { RecordReader } from './record-reader.js';
import { describeRest, foundOf } from './search-answer.js';

const MOST_FOUND = 20;
const question = z.object({ query: z.string().trim().min(1).max(1_000) });
const named = z.object({ id: z.string().trim().min(1).max(1_000) });

type CarryOut = (args: unknown, view: ToolView, signal: AbortSignal) => Promise<ToolResult>;

/**
 * Carries out the profile tool, and `search` and `fetch` by the contract of ChatGPT's company knowledge and deep
 * research (developers.openai.com/api/docs/mcp). They read through `ToolRunner`, like every other call, and keep
 * nothing afterwards.
 */
@Injectable()
export class KnowledgeRunner {
  constructor(
    private readonly reader: RecordReader,
    private readonly opener: RecordOpener,
    private readonly profile: ProfileReader,
    private readonly permission: Permission,
    private readonly context: RequestContext,
    private readonly audit: AuditTrail,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /**
   * @param signal aborted when the client goes away
   * @returns undefined if the tool is none of these, or is not available
   */
  async run(
    name: string,
    args: unknown,
    view: ToolView,
    signal: AbortSignal,
  ): Promise<ToolResult | undefined> {
    const carryOut = this.find(name);
    if (!carryOut) return undefined;
    const call: ToolCall = { tool: name, outcome: 'refused' };
    this.context.record?.calls.push(call);
    try {
      const work = async () => {
        this.permission.check({ name, kind: 'read' });
        return carryOut(args, view, signal);
      };
      const begun = { tool: name, isChange: false, args: [args] };
      const result = await this.audit.call(begun, work, endOf);
      if (!result.isError) call.outcome = 'ok';
      return result;
    } catch (error) {
      if (error instanceof CallError || error instanceof PermissionError)
        return errorResult(error.message);
      throw error;
    }
  }

  private find(name: string): CarryOut | undefined {
    if (name === PROFILE) return (_args, { tools }, signal) => this.profile.read(tools, signal);
    if (this.config.knowledge.mode === 'off') return undefined;
    if (name === SEARCH) return (...given) => this.search(...given);
    return name === FETCH ? (...given) => this.fetch(...given) : undefined;
  }

  private async search(args: unknown, view: ToolView, signal: AbortSignal): Promise<ToolResult> {
    const { success, data } = question.safeParse(args);
    if (!success) return errorResult(`Give ${SEARCH} a query: words that are in the record.`);
    const sources = findSources(view.tools);
    const budget = new ReadingBudget(signal);
    const { progress } = this.context;
    const { records, coverage } = await this.reader.read(sources, data.query, budget, { progress });
    const found = await rankRecords(records, data.query, MOST_FOUND);
    const note = describeRest(coverage);
    return structuredResult({
      results: found.map((each) => foundOf(each, this.config.knowledge.recordUrl)),
      ...(note !== undefined && { note }),
    });
  }

  private async fetch(args: unknown, view: ToolView, signal: AbortSignal): Promise<ToolResult> {
    const { success, data } = named.safeParse(args);
    if (!success) return errorResult(`Give ${FETCH} an id from ${SEARCH}, such as projects/7.`);
    return this.opener.open(data.id, view.tools, signal);
  }
}
