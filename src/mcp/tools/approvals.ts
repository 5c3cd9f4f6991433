import { Injectable } from '@nestjs/common';
import { inputRequired, type InputRequiredResult } from '@modelcontextprotocol/server';
import { now, Sealing } from '../../oauth/sealing/sealing.js';
import { SharedMemory } from '../../oauth/sharing/shared-memory.js';
import { structuredResult, type ToolResult } from '../../openapi/response/tool-result.js';
import type { Tool } from '../../openapi/tools/tool.js';
import { RequestContext } from '../../request/request-context.js';
import { isRecord } from '../../values/is-record.js';
import { sha256 } from '../../values/sha256.js';
import { ApprovalError, ApprovalNeeded } from './approval-error.js';
import { digestOf } from './digest.js';
import type { Call } from './read-call.js';
import { TargetReader } from './target-reader.js';

const GOOD_SECONDS = 600;
/** Longer than the seal is valid, with the leeway for clocks: a used approval stays used. */
const USED_MS = 900_000;
/** The name of the one question for the client. */
const QUESTION = 'confirm';

/** What the client can do, and what it brings back of an earlier round (MCP 2026-07-28, multi round-trip requests). */
export interface Round {
  /** Whether it shows the person a form (`elicitation`). */
  elicits: boolean;
  responses?: Readonly<Record<string, unknown>>;
  state?: string;
}

/** What a person is asked to approve; sealed, because it travels through the client. */
interface Approval {
  who: string;
  /** What brings it back: the client's form or the model's argument. Neither counts as the other. */
  by: 'form' | 'argument';
  tool: string;
  /** SHA-256 of the arguments, including items. */
  digest: string;
  /** A digest of the records that it is about. */
  state: string;
}

/**
 * Asks the person before a call that CONFIRM covers: through the client's form if it has one, otherwise in two calls,
 * of which the second brings back the answer of the first.
 */
@Injectable()
export class Approvals {
  constructor(
    private readonly targets: TargetReader,
    private readonly memory: SharedMemory,
    private readonly sealing: Sealing,
    private readonly context: RequestContext,
  ) {}

  /**
   * Checks that the call is approved.
   * @param readable the tools that may be called to name the records
   * @throws ApprovalNeeded with the response to the client, when the person has to be asked first
   * @throws ApprovalError when the person said no, or the approval is not one for this very call
   */
  async require(
    tool: Tool,
    call: Call,
    readable: readonly Tool[],
    round: Round | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    if (!tool.callOptions.has('confirm')) return;
    const { asks, state } = await this.targets.read(tool, call, readable, signal);
    const approval: Approval = {
      who: sha256(this.context.person),
      by: round?.elicits ? 'form' : 'argument',
      tool: tool.name,
      digest: digestOf([call.args, call.items, call.stops, call.key]),
      state,
    };
    const given = round?.elicits ? round.state : call.confirm;
    if (given === undefined) throw new ApprovalNeeded(await this.ask(approval, asks));
    if (round?.elicits) checkAnswer(round.responses?.[QUESTION]);
    const opened = await this.sealing.open<Approval>('approval', given);
    // Object.keys forgets the names, of which an approval has no others.
    const names = Object.keys(approval) as (keyof Approval)[];
    const isSame = opened && names.every((name) => opened[name] === approval[name]);
    // Checked last, so that a wrong call does not use up the approval.
    if (!isSame || (await this.memory.add(`approval:${sha256(given)}`, '1', USED_MS))) {
      throw new ApprovalError(
        `${tool.name} was not called: this approval is for other arguments or another person, has been used, is older than ten minutes, or the record has changed since. Call again without confirm, so that the person is asked.`,
      );
    }
  }

  private async ask(approval: Approval, asks: string): Promise<ToolResult | InputRequiredResult> {
    const sealed = await this.sealing.seal('approval', approval, now() + GOOD_SECONDS);
    if (approval.by === 'argument') {
      return structuredResult({
        done: false,
        asks,
        confirm: sealed,
        note: 'Nothing was done. Show the person what is asked. Only if they agree, call again within ten minutes with the same arguments and this confirm.',
      });
    }
    const form = inputRequired.elicit({
      message: asks,
      requestedSchema: {
        type: 'object',
        properties: { [QUESTION]: { type: 'boolean', title: 'Do it' } },
        required: [QUESTION],
      },
    });
    return inputRequired({ inputRequests: { [QUESTION]: form }, requestState: sealed });
  }
}

/** @throws ApprovalError unless the person has said yes in the client's form */
function checkAnswer(answer: unknown): void {
  if (!isRecord(answer) || answer['action'] !== 'accept') {
    throw new ApprovalError(
      'The person did not approve this, and nothing was done. Do not try again unless they ask for it.',
    );
  }
  const { content } = answer;
  if (!isRecord(content) || content[QUESTION] !== true) {
    throw new ApprovalError('The person said no, and nothing was done.');
  }
}
