import type { InputRequiredResult } from '@modelcontextprotocol/server';
import { AuditError } from '../../audit/audit-error.js';
import { AuditTrail, type BegunCall, type End, type Ended } from '../../audit/audit-trail.js';
import type { ToolView } from '../../catalog/tool-view.js';
import { detailsOf } from '../../values/error-details.js';
import { ApprovalError, ApprovalNeeded } from './approval-error.js';
import { Approvals, type Round } from './approvals.js';
import { Injectable } from '@nestjs/common';
import { ArgumentError } from '../../openapi/request/argument-error.js';
import { checkArguments } from '../../openapi/request/arguments.js';
import { errorResult, markAsData, type ToolResult } from '../../openapi/response/tool-result.js';
import type { Tool } from '../../openapi/tools/tool.js';
import { mapTexts } from '../../openapi/document/map-texts.js';
import { RequestContext } from '../../request/request-context.js';
import { restoreUnseen } from '../../values/unseen.js';
import { Permission } from '../access/permission.js';
import { PermissionError } from '../access/permission-error.js';
import { callItems } from './batch.js';
import { begunCall, endOfAnswer, endOfError } from './call-end.js';
import { CallError } from './call-error.js';
import { readCall, type Call } from './read-call.js';
import { takeLinks } from './take-links.js';
import { RepeatableCalls, type RepeatableResult } from './repeatable-calls.js';
import { ToolRunner } from './tool-runner.js';

/** How a call came. */
export interface AskedCall {
  /** Aborted when the client goes away. */
  signal: AbortSignal;
  /** What the connection sees. */
  view: Pick<ToolView, 'tools' | 'takesLinks'>;
  /** Undefined where the client cannot be asked back. */
  round?: Round | undefined;
}

/** A result, or a question to the person first; the latter only if there is a `round`. */
export type ToolAnswer = ToolResult | InputRequiredResult;

/** What a model is told of in a result: nothing was done, or it is not known. */
const REFUSALS = [ArgumentError, CallError, PermissionError, ApprovalError, AuditError];

/** What a client asks for of a tool: once or for several items, repeatably or not. */
@Injectable()
export class ToolCaller {
  constructor(
    private readonly runner: ToolRunner,
    private readonly repeatable: RepeatableCalls,
    private readonly approvals: Approvals,
    private readonly permission: Permission,
    private readonly context: RequestContext,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * @returns the result, marked as the application's data; an error that a model can act on; or a question for the
   *   person
   */
  async run(tool: Tool, given: unknown, asked: AskedCall): Promise<ToolAnswer> {
    const { record } = this.context;
    const before = record?.calls.length;
    const begun: BegunCall = { ...begunCall(tool), args: [given] };
    let call: Call | undefined;
    const work = () => {
      // Before an answer that is kept is given, and before anything is said of the arguments.
      this.permission.check(tool);
      const { args, links } = takeLinks(tool, given, asked.view.takesLinks);
      call = { ...readCall(tool, args), links };
      begun.args = call.items ?? [call.args];
      return this.carryOut(tool, call, asked);
    };
    try {
      const { result } = await this.audit.call(begun, work, (ended) => endOf(ended, call));
      return markAsData(result);
    } catch (error) {
      const isNeeded = error instanceof ApprovalNeeded;
      if (!isNeeded && !REFUSALS.some((kind) => error instanceof kind)) throw error;
      // What never came to the runner is not noted there.
      if (record?.calls.length === before)
        record?.calls.push({ tool: tool.name, outcome: 'refused' });
      return isNeeded ? error.result : errorResult(detailsOf(error).message);
    }
  }

  private async carryOut(tool: Tool, call: Call, asked: AskedCall): Promise<RepeatableResult> {
    const { items, args, key } = call;
    if (items) checkItems(tool, items);
    // The person is not asked about a call that would be refused.
    if (tool.callOptions.has('confirm')) {
      for (const each of items ?? [args]) await this.runner.allow(tool, each, asked.signal);
    }
    if (key === undefined) return { result: await this.approved(tool, call, asked, asked.signal) };
    // A client that repeats a call has lost the response, so this call continues without its client.
    const lasting = new AbortController().signal;
    const digested = { args, items, stops: call.stops };
    return this.repeatable.run(tool, key, digested, () =>
      this.approved(tool, call, asked, lasting),
    );
  }

  private async approved(
    tool: Tool,
    call: Call,
    { view, round }: AskedCall,
    signal: AbortSignal,
  ): Promise<ToolResult> {
    await this.approvals.require(tool, call, view.tools, round, signal);
    return this.send(tool, call, signal);
  }

  private send(tool: Tool, call: Call, signal: AbortSignal): Promise<ToolResult> {
    const { items, args, key, stops, links } = call;
    const linked = links && { links };
    const { progress } = this.context;
    if (!items) {
      const keyed = key !== undefined && { key };
      return this.runner.call(tool, args, signal, { ...linked, ...keyed, progress });
    }
    const several = items.length > 1 && progress;
    return callItems(items, { stops, signal, ...(several && { progress }) }, (item, index) =>
      this.runner.call(tool, item, signal, {
        ...linked,
        share: items.length,
        // What was done before is not lost for a token that ends in the middle; the next call is asked to sign in.
        keepsAnswer: index > 0,
        ...(key !== undefined && { key: `${key}.${index}` }),
      }),
    );
  }
}

function endOf(ended: Ended<RepeatableResult>, call: Call | undefined): End {
  if ('error' in ended) return endOfError(ended.error);
  const { result, isRepeated } = ended.result;
  const end = endOfAnswer(result.structuredContent, call?.items !== undefined);
  return isRepeated ? { ...end, repeated: true } : end;
}

/** @throws CallError before anything is sent when an item has wrong arguments */
function checkItems(tool: Tool, items: readonly unknown[]): void {
  const problems = items.flatMap((item, index) => {
    try {
      checkArguments(tool, mapTexts(item, restoreUnseen));
      return [];
    } catch (error) {
      if (!(error instanceof ArgumentError)) throw error;
      return [`items.${index}: ${error.message}`];
    }
  });
  const [first] = problems;
  if (first !== undefined) {
    throw new CallError(`Nothing was done. ${problems.slice(0, 3).join(' ')}`, undefined, {
      cause: new ArgumentError(first),
    });
  }
}
