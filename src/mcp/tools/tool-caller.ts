import { Injectable } from '@nestjs/common';
import { ArgumentError } from '../../openapi/request/argument-error.js';
import { checkArguments } from '../../openapi/request/arguments.js';
import { errorResult, markAsData, type ToolResult } from '../../openapi/response/tool-result.js';
import type { Tool } from '../../openapi/tools/tool.js';
import { mapTexts } from '../../openapi/document/map-texts.js';
import { RequestContext } from '../../request/request-context.js';
import { restoreUnseen } from '../../values/unseen.js';
import { Permission, PermissionError } from '../access/permission.js';
import { callItems } from './batch.js';
import { CallError } from './call-error.js';
import { readCall, type Call } from './read-call.js';
import { RepeatableCalls } from './repeatable-calls.js';
import { ToolRunner } from './tool-runner.js';

/** What a client asks for of a tool: once or for several items, repeatably or not. */
@Injectable()
export class ToolCaller {
  constructor(
    private readonly runner: ToolRunner,
    private readonly repeatable: RepeatableCalls,
    private readonly permission: Permission,
    private readonly context: RequestContext,
  ) {}

  /**
   * @param signal aborted when the client goes away
   * @returns the answer, marked as the application's data, or an error that a model can act on
   */
  async run(tool: Tool, given: unknown, signal: AbortSignal): Promise<ToolResult> {
    const { record } = this.context;
    const before = record?.calls.length;
    try {
      // Before an answer that is kept is given, and before anything is said of the arguments.
      this.permission.check(tool);
      return markAsData(await this.carryOut(tool, readCall(tool, given), signal));
    } catch (error) {
      if (!(error instanceof CallError || error instanceof PermissionError)) throw error;
      // What never came to the runner is not noted there.
      if (record?.calls.length === before)
        record?.calls.push({ tool: tool.name, outcome: 'refused' });
      return errorResult(error.message);
    }
  }

  private carryOut(tool: Tool, call: Call, signal: AbortSignal): Promise<ToolResult> {
    const { items, args, key } = call;
    if (items) checkItems(tool, items);
    if (key === undefined) return this.send(tool, call, signal);
    // Whoever repeats a call has lost the answer, so this one goes on without its client.
    const lasting = new AbortController().signal;
    const digested = { args, items, stops: call.stops };
    return this.repeatable.run(tool, key, digested, () => this.send(tool, call, lasting));
  }

  private send(tool: Tool, call: Call, signal: AbortSignal): Promise<ToolResult> {
    const { items, args, key, stops } = call;
    if (!items) return this.runner.call(tool, args, signal, { ...(key !== undefined && { key }) });
    return callItems(items, stops, (item, index) =>
      this.runner.call(tool, item, signal, {
        share: items.length,
        // What was done before is not lost for a token that ends in the middle; the next call is asked to sign in.
        keepsAnswer: index > 0,
        ...(key !== undefined && { key: `${key}.${index}` }),
      }),
    );
  }
}

/** @throws CallError before anything is sent when an item has wrong arguments */
function checkItems(tool: Tool, items: readonly Record<string, unknown>[]): void {
  const problems = items.flatMap((item, index) => {
    try {
      checkArguments(tool, mapTexts(item, restoreUnseen));
      return [];
    } catch (error) {
      if (!(error instanceof ArgumentError)) throw error;
      return [`items.${index}: ${error.message}`];
    }
  });
  if (problems.length > 0) {
    throw new CallError(`Nothing was done. ${problems.slice(0, 3).join(' ')}`, undefined, {
      cause: new ArgumentError(problems[0]!),
    });
  }
}
