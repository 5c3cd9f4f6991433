import type { ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { ClsService, type ClsStore } from 'nestjs-cls';
import type { Caller } from './caller.js';
import type { Progress } from './progress.js';
import { UNLIMITED, type Grant, type Refusal } from './grant.js';
import type { RequestRecord } from './request-record.js';

interface ContextStore extends ClsStore {
  token?: string;
  grant?: Grant;
  person?: string;
  caller?: Caller;
  refusal?: Refusal;
  failed?: boolean;
  revision?: string;
  response?: ServerResponse;
  record?: RequestRecord;
  progress?: Progress;
}

/**
 * The request context: who sends an HTTP request, and its outcome. Every request has its own, which ends with
 * the request. Only `http/http-server.ts` creates it.
 */
@Injectable()
export class RequestContext {
  constructor(private readonly cls: ClsService<ContextStore>) {}

  /** Carries out a request in a new context, still without a caller. Its asynchronous steps stay in that context. */
  begin(record: RequestRecord, response: ServerResponse, request: () => void): void {
    this.cls.runWith({ record, response }, request);
  }

  /** What telemetry gets at the end of the request; undefined outside of a request. */
  get record(): RequestRecord | undefined {
    return this.kept?.record;
  }

  /** Notes which era of the MCP protocol the client speaks. */
  recordEra(era: RequestRecord['era']): void {
    const record = this.record;
    if (record && era) record.era = era;
  }

  /** Notes the revision of the MCP protocol that the request names in its header. */
  nameRevision(revision: string): void {
    this.keep({ revision });
  }

  /** Whether the client's revision has links to resources in results (since 2025-06-18, which brought the header too). */
  get readsResourceLinks(): boolean {
    return (this.kept?.revision ?? '') >= '2025-06-18';
  }

  /** The response, for a fault that nothing else answers; undefined outside of a request. */
  get response(): ServerResponse | undefined {
    return this.kept?.response;
  }

  /**
   * Names the caller.
   * @param caller `grant`: what the token lets its client do; `person`: whose requests these are counted among
   */
  identify(token: string, { grant = UNLIMITED, person }: { grant?: Grant; person: string }): void {
    this.keep({ token, grant, person });
  }

  /**
   * The caller's own Bullet Train token.
   * @throws Error before the bearer guard has run: the server has no token to fall back on
   */
  get token(): string {
    const token = this.kept?.token;
    if (token === undefined) throw new Error('There is no caller: the bearer guard has not run');
    return token;
  }

  /** Adds facts about the caller; an undefined one changes nothing. Does nothing outside of a request. */
  describeCaller(facts: { [Name in keyof Caller]: Caller[Name] | undefined }): void {
    const { kept } = this;
    if (!kept) return;
    const caller: Record<string, unknown> = { ...kept.caller };
    for (const [name, fact] of Object.entries(facts)) if (fact !== undefined) caller[name] = fact;
    kept.caller = caller;
    if (facts.clientName !== undefined && kept.record) {
      kept.record.registeredClient = facts.clientName;
    }
  }

  /** Who asks, as far as it is known; empty before anything is. */
  get caller(): Caller {
    return this.kept?.caller ?? {};
  }

  /** What the token lets the caller's client do. @throws Error before the bearer guard has run */
  get grant(): Grant {
    const grant = this.kept?.grant;
    if (grant === undefined) throw new Error('There is no caller: the bearer guard has not run');
    return grant;
  }

  /** Whose requests the caller's are counted among. @throws Error before the bearer guard has run */
  get person(): string {
    const person = this.kept?.person;
    if (person === undefined) throw new Error('There is no caller: the bearer guard has not run');
    return person;
  }

  /** Notes that the token does not do for this request: the application refused it, or its scopes do not allow it. */
  refuse(refusal: Refusal): void {
    this.keep({ refusal });
  }

  /** Why the request gets 401 or 403 instead of its result; undefined if it does not. */
  get refusal(): Refusal | undefined {
    return this.kept?.refusal;
  }

  /** Notes whom the call is to tell how far it is. */
  followProgress(progress: Progress): void {
    this.keep({ progress });
  }

  /** Whom the call tells how far it is; undefined where nobody asked. */
  get progress(): Progress | undefined {
    return this.kept?.progress;
  }

  /** Notes that a fault of this server has happened, so that the HTTP status becomes 500. */
  fail(): void {
    this.keep({ failed: true });
  }

  /** Whether a fault of this server has happened. */
  get hasFailed(): boolean {
    return this.kept?.failed === true;
  }

  /** `ClsService.set` takes each name for a path, and takes it apart. */
  private keep(values: ContextStore): void {
    Object.assign(this.cls.get(), values);
  }

  private get kept(): ContextStore | undefined {
    return this.cls.get();
  }
}
