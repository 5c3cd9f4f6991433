import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { UpstreamError } from '../../bullet-train/upstream-error.js';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import { Sealing } from '../../oauth/sealing/sealing.js';
import { SharedMemory } from '../../oauth/sharing/shared-memory.js';
import { structuredResult, type ToolResult } from '../../openapi/response/tool-result.js';
import type { Tool } from '../../openapi/tools/tool.js';
import { ArgumentError } from '../../openapi/request/argument-error.js';
import { RequestContext } from '../../request/request-context.js';
import { FetchError } from '../../public-fetch/fetch-error.js';
import { parseExactly } from '../../values/exact-number.js';
import { isRecord } from '../../values/is-record.js';
import { sha256 } from '../../values/sha256.js';
import { ApprovalError, ApprovalNeeded } from './approval-error.js';
import { digestOf } from './digest.js';
import { CallError } from './call-error.js';

const KEPT_MS = 3_600_000;
const POLL_MS = 100;
/** How long a repeat waits for the first call: less than the minute that clients wait. */
const PATIENCE_MS = 40_000;
/** The most characters of a result's JSON; of a longer result, only its existence is kept. */
const MAX_KEPT_CHARS = 16_000;

/** The sealed record of a call under its key. */
interface Kept {
  /** Of the arguments. */
  digest: string;
  state: 'under way' | 'done' | 'unknown';
  /** The answer's JSON. */
  answer?: string;
}

/** The answer, and whether an earlier call produced it. */
export interface RepeatableResult {
  result: ToolResult;
  isRepeated?: true;
}

/**
 * Carries out a call with an `idempotency_key` only once (draft-ietf-httpapi-idempotency-key-header): with REDIS_URL, a
 * repeat within the hour gets the first result, across all replicas. Without REDIS_URL only the application can honour
 * the header of that name, which is always sent. Not OncePerKey: a create whose outcome is unknown must never run
 * again.
 */
@Injectable()
export class RepeatableCalls {
  constructor(
    private readonly memory: SharedMemory,
    private readonly sealing: Sealing,
    private readonly context: RequestContext,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /**
   * @param args everything that the result depends on, beside person, tool and key
   * @throws CallError when the key was used with other arguments, or when it is not known how its first call ended
   */
  async run(
    tool: Tool,
    key: string,
    args: unknown,
    work: () => Promise<ToolResult>,
  ): Promise<RepeatableResult> {
    if (this.config.limits.redisUrl === undefined) return { result: await work() };
    const digest = digestOf(args);
    const place = `call:${sha256(JSON.stringify([this.who, tool.name, key]))}`;
    const beginning = await this.seal({ digest, state: 'under way' });
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      const known = await this.memory.add(place, beginning, KEPT_MS);
      if (known === undefined) return { result: await this.carryOut(place, digest, work) };
      const kept = await this.sealing.open<Kept>('answer', known);
      if (kept && kept.digest !== digest) {
        throw new CallError(
          `${tool.name} was not called: this idempotency_key was used with other arguments within the hour. Use another key.`,
          undefined,
          { reason: 'key_reused' },
        );
      }
      if (kept?.state === 'done') return { result: answerOf(kept), isRepeated: true };
      if (!kept || kept.state === 'unknown' || performance.now() > deadline) {
        throw new CallError(
          `It is not known how the first call of ${tool.name} with this idempotency_key ended, so it was not called again. Look whether it was done; if not, call with another key.`,
          undefined,
          { reason: 'key_unknown_end' },
        );
      }
      await delay(POLL_MS);
    }
  }

  private async carryOut(
    place: string,
    digest: string,
    work: () => Promise<ToolResult>,
  ): Promise<ToolResult> {
    try {
      const result = await work();
      const [{ text }, ...more] = result.content;
      const fits = more.length === 0 && text.length <= MAX_KEPT_CHARS;
      await this.keep(place, { digest, state: 'done', ...(fits && { answer: text }) });
      return result;
    } catch (error) {
      if (hasDoneNothing(error)) await this.memory.delete(place);
      else await this.keep(place, { digest, state: 'unknown' });
      throw error;
    }
  }

  private async keep(place: string, kept: Kept): Promise<void> {
    await this.memory.set(place, await this.seal(kept), KEPT_MS);
  }

  private seal(kept: Kept): Promise<string> {
    return this.sealing.seal('answer', kept);
  }

  /** Who calls, and for which teams: a token that was refreshed meanwhile is the same person's. */
  private get who(): string {
    const { person, grant } = this.context;
    return grant.teams ? `${person} teams ${grant.teams.join(' ')}` : person;
  }
}

function answerOf({ answer }: Kept): ToolResult {
  const kept = answer === undefined ? undefined : parseExactly(answer);
  return structuredResult(
    !isRecord(kept)
      ? {
          done: true,
          note: 'The first call did this. Its answer is too long to be kept: read the record.',
        }
      : kept,
  );
}

/** Whether the application has refused, or was not reached: then a repeat may try again. */
function hasDoneNothing(error: unknown): boolean {
  if (error instanceof ApprovalError || error instanceof ApprovalNeeded) return true;
  if (error instanceof ArgumentError) return true;
  if (!(error instanceof CallError)) return false;
  const { cause, status } = error;
  // What a link leads to never came to the application whole.
  if (cause instanceof ArgumentError || cause instanceof FetchError) return true;
  if (cause instanceof UpstreamError) return ['unreachable', 'paused', 'busy'].includes(cause.code);
  return status !== undefined && status >= 400 && status < 500 && status !== 408;
}
