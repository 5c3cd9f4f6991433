import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { appConfig, type AppConfig } from '../config/app-config.js';
import type { Caller } from '../request/caller.js';
import { RequestContext } from '../request/request-context.js';
import type { AuditEvent, AuditLine, AuditOutcome } from './audit-line.js';
import { AuditWriter } from './audit-writer.js';
import { valueChooser } from './chosen-values.js';
import { FloodGuard } from './flood-guard.js';
import { People, type Person } from './people.js';
import { idsInAnswer, idsInArguments } from './record-ids.js';

/** How long the line of a change, and so its response, waits for the person's e-mail address. */
const PERSON_MS = 2_000;
/** The most lines of reads that wait for an e-mail address; further ones are written without it. */
const MAX_WAITING = 1_000;

/** A call, before its outcome is known. */
export interface BegunCall {
  tool?: string;
  operation?: string;
  /** The path's template. */
  path?: string;
  via?: 'resource' | 'prompt' | 'completion';
  isChange: boolean;
  /** Arguments of the call, or of each item of a batch. */
  args?: readonly unknown[];
}

/** The outcome of a call or of a step. */
export interface End extends Pick<AuditLine, 'reason' | 'status' | 'items' | 'repeated'> {
  outcome: AuditOutcome;
  /** The structured result, whose ids are written. */
  answer?: unknown;
}

/** The result of some work, or the error that it threw. */
export type Ended<Result> = { result: Result } | { error: unknown };

/**
 * The audit trail: one line for each call, by whichever path, and for each step of a sign-in. Without AUDIT_LOG it only
 * carries out the work.
 */
@Injectable()
export class AuditTrail implements OnModuleDestroy {
  readonly isOn: boolean;
  private readonly chooseValues;
  private readonly waiting = new Set<Promise<void>>();
  private readonly flood = new FloodGuard<AuditEvent>((event, count) =>
    this.writer.write({ ...this.begin(event, 'suppressed'), count }, false),
  );

  constructor(
    private readonly writer: AuditWriter,
    private readonly people: People,
    private readonly context: RequestContext,
    @Inject(appConfig.KEY) { audit, redactedFields }: AppConfig,
  ) {
    this.isOn = audit.log !== 'off';
    this.chooseValues = valueChooser(audit.fields, redactedFields);
  }

  /**
   * Carries out a call and writes its line: for a change before it returns, otherwise as soon as the person is known.
   * @param endOf derives the outcome from the result, or from the error that the work threw
   * @throws AuditError with AUDIT_REQUIRED, and whatever `work` throws
   */
  async call<Result>(
    begun: BegunCall,
    work: () => Promise<Result>,
    endOf: (ended: Ended<Result>) => End,
  ): Promise<Result> {
    if (!this.isOn) return work();
    const startedAt = performance.now();
    if (begun.isChange) this.writer.checkBeforeChange();
    const { token, caller } = this.context;
    // Requested in parallel, so that it rarely delays the call.
    const person = this.people.find(token, caller.person);
    let ended: Ended<Result>;
    try {
      ended = { result: await work() };
    } catch (error) {
      ended = { error };
    }
    const line = this.lineOf(begun, endOf(ended), startedAt);
    if (!(person instanceof Promise))
      this.writer.write({ ...line, ...named(person) }, begun.isChange);
    else if (begun.isChange) await this.writeFor(person, line, true);
    else this.writeLater(person, line);
    if ('error' in ended) throw ended.error;
    return ended.result;
  }

  /** Writes the line of a call without work: one that was refused, or a search among the tools. */
  note(begun: BegunCall, end: End): void {
    if (!this.isOn) return;
    const { token, caller } = this.context;
    const person = this.people.find(token, caller.person);
    const line = this.lineOf(begun, end, this.context.record?.startedAt ?? performance.now());
    if (person instanceof Promise) this.writeLater(person, line);
    else this.writer.write({ ...line, ...named(person) }, false);
  }

  /**
   * Carries out a step of a sign-in and writes its line before it returns.
   * @param endOf derives the outcome from the result; undefined for no line. `refusalOf` describes an error
   * @throws AuditError with AUDIT_REQUIRED, and whatever `work` throws
   */
  async step<Result>(
    event: AuditEvent,
    work: () => Promise<Result>,
    endOf: (result: Result) => End | undefined = () => ({ outcome: 'ok' }),
  ): Promise<Result> {
    if (!this.isOn) return work();
    const startedAt = performance.now();
    this.writer.checkBeforeChange();
    const ms = () => Math.round(performance.now() - startedAt);
    let result: Result;
    try {
      result = await work();
    } catch (error) {
      this.refuse(event, refusalOf(error), ms());
      throw error;
    }
    const { refusal } = this.context.caller;
    const end = endOf(result);
    if (refusal !== undefined) this.refuse(event, { outcome: 'refused', reason: refusal }, ms());
    else if (end && end.outcome !== 'ok') this.refuse(event, end, ms());
    else if (end) this.writer.write({ ...this.begin(event, 'ok'), ...this.who(), ms: ms() }, true);
    return result;
  }

  /** Writes a refusal that anybody can cause. Only a limited number a minute get their own line. */
  refuse(event: AuditEvent, { outcome, reason, status }: End, ms?: number): void {
    if (!this.isOn || !this.flood.admits(event)) return;
    const line: AuditLine = {
      ...this.begin(event, outcome),
      ...this.who(),
      ...(reason !== undefined && { reason }),
      ...(status !== undefined && { status }),
      ...(ms !== undefined && { ms }),
    };
    this.writer.write(line, false);
  }

  /** Writes the lines that wait, while the writer is still open. */
  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.waiting);
    this.flood.flush();
  }

  private lineOf(begun: BegunCall, end: End, startedAt: number): AuditLine {
    const { tool, operation, path, via, args = [] } = begun;
    const { outcome, reason, status, items, repeated, answer } = end;
    const [idsIn, idsOut] = [idsInArguments(args, path), idsInAnswer(answer)];
    const values = this.chooseValues(args);
    const more = idsIn.more + idsOut.more;
    return {
      ...this.begin('call', outcome),
      ...(reason !== undefined && { reason }),
      ...(status !== undefined && { status }),
      ms: Math.round(performance.now() - startedAt),
      ...this.who(),
      ...(tool !== undefined && { tool }),
      ...(operation !== undefined && { operation }),
      ...(via && { via }),
      ...(Object.keys(idsIn.ids).length > 0 && { ids_in: idsIn.ids }),
      ...(idsOut.ids.length > 0 && { ids_out: idsOut.ids }),
      ...(more > 0 && { ids_more: more }),
      ...(items && { items }),
      ...(repeated && { repeated }),
      ...(values && { values }),
    };
  }

  private begin(event: AuditEvent, outcome: AuditOutcome): AuditLine {
    const { record } = this.context;
    return {
      type: 'audit',
      time: new Date().toISOString(),
      ...(record && outcome !== 'suppressed' && { request_id: record.id }),
      event,
      outcome,
    };
  }

  /** The caller, as far as is known without a request to the application. */
  private who(): Partial<AuditLine> {
    const caller = this.context.caller;
    if (caller.person !== undefined && caller.email !== undefined) {
      this.people.keep({ id: caller.person, email: caller.email });
    }
    const { clientId: id, clientName: name, clientAddress: address, scope, teams } = caller;
    return {
      ...named(personOf(caller, this.people)),
      ...((id ?? name) !== undefined && {
        client: {
          ...(id !== undefined && { id }),
          ...(name !== undefined && { name }),
          ...(address !== undefined && { address }),
        },
      }),
      ...(scope !== undefined && { scopes: scope }),
      ...(teams && { teams: teams.slice(0, 50) }),
    };
  }

  private async writeFor(
    asked: Promise<Person>,
    line: AuditLine,
    isChange: boolean,
  ): Promise<void> {
    let timer;
    const late = new Promise<Person>((resolve) => {
      timer = setTimeout(() => resolve({}), PERSON_MS).unref();
    });
    const person = await Promise.race([asked, late]);
    clearTimeout(timer);
    this.writer.write({ ...line, ...named(person) }, isChange);
  }

  private writeLater(person: Promise<Person>, line: AuditLine): void {
    if (this.waiting.size >= MAX_WAITING) {
      this.writer.write(line, false);
      return;
    }
    const writing = this.writeFor(person, line, false).finally(() => this.waiting.delete(writing));
    this.waiting.add(writing);
  }
}

function personOf({ person, email }: Caller, people: People): Person {
  return { ...people.peek(person), ...(email !== undefined && { email }) };
}

/** The `person` member; no member if nobody is known, so that a spread overwrites nothing. */
function named(person: Person): { person?: Person } {
  return Object.keys(person).length > 0 ? { person } : {};
}

/** The outcome of a step that threw. The error's text is left out, because it may quote what was sent. */
function refusalOf(error: unknown): End {
  // Whatever was thrown is an object with or without these.
  const { status, code, name } = error as { status?: unknown; code?: unknown; name?: unknown };
  const isRefused = typeof status === 'number' && status < 500;
  const reason = typeof code === 'string' ? code : typeof name === 'string' ? name : 'fault';
  return { outcome: isRefused ? 'refused' : 'failed', reason };
}
