import type { ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { ClsService, type ClsStore } from 'nestjs-cls';
import { UNLIMITED, type Grant, type Refusal } from './grant.js';
import type { RequestRecord } from './request-record.js';

interface ContextStore extends ClsStore {
  token?: string;
  grant?: Grant;
  refusal?: Refusal;
  failed?: boolean;
  response?: ServerResponse;
  record?: RequestRecord;
}

/**
 * The request context: who sends the HTTP request, and what has become of it. Each request has its own, which ends with
 * it. `http/http-server.ts` makes it, the only place that does.
 */
@Injectable()
export class RequestContext {
  constructor(private readonly cls: ClsService<ContextStore>) {}

  /** Carries out a request within a new context, without a caller yet. Asynchronous steps stay within it. */
  begin(record: RequestRecord, response: ServerResponse, request: () => void): void {
    this.cls.runWith({ record, response }, request);
  }

  /** What telemetry gets when the request is over; undefined outside of a request. */
  get record(): RequestRecord | undefined {
    return this.kept?.record;
  }

  recordEra(era: RequestRecord['era']): void {
    const record = this.record;
    if (record && era) record.era = era;
  }

  /** The response, for a fault that nobody else answers; undefined outside of a request. */
  get response(): ServerResponse | undefined {
    return this.kept?.response;
  }

  /** @param grant what the token lets its client do */
  identify(token: string, grant: Grant = UNLIMITED): void {
    this.cls.set('token', token);
    this.cls.set('grant', grant);
  }

  /**
   * The caller's own Bullet Train token.
   * @throws Error before the bearer guard has run: no other token is ever used
   */
  get token(): string {
    const token = this.kept?.token;
    if (token === undefined) throw new Error('There is no caller: the bearer guard has not run');
    return token;
  }

  /** What the caller's client may do. Throws where nobody has been identified. */
  get grant(): Grant {
    const grant = this.kept?.grant;
    if (grant === undefined) throw new Error('There is no caller: the bearer guard has not run');
    return grant;
  }

  /** The token has turned out not to be good for this request: the application refused it, or it may not do this. */
  refuse(refusal: Refusal): void {
    this.cls.set('refusal', refusal);
  }

  get refusal(): Refusal | undefined {
    return this.kept?.refusal;
  }

  /** Notes that a fault of this server has happened, so that the HTTP status becomes 500. */
  fail(): void {
    this.cls.set('failed', true);
  }

  get hasFailed(): boolean {
    return this.kept?.failed === true;
  }

  private get kept(): ContextStore | undefined {
    return this.cls.get();
  }
}
