import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Axios, AxiosError, type AxiosAdapter, type AxiosHeaders } from 'axios';
import { appConfig, type AppConfig } from '../config/app-config.js';
import { connectionShares } from './connection-shares.js';
import { FairQueue, type FairQueueState } from './fair-queue.js';
import { Resilience, type BreakerState } from './resilience.js';
import { createUndiciAdapter, ENCODINGS } from './undici-adapter.js';
import { UpstreamError, type UpstreamErrorCode } from './upstream-error.js';
import type { UpstreamRequest, UpstreamResponse } from './upstream.js';
import type { UpstreamObserver } from './upstream-observer.js';

const MAX_RESPONSE_BYTES = 10 * 1024 * 1024;
/** How long the application may take to show that its API lives. */
const SIGN_OF_LIFE_MS = 3_000;
/** How long a call may wait for its turn: with UPSTREAM_TIMEOUT_MS less than the minute that clients wait. */
const MAX_WAIT_MS = 20_000;
/** How many may wait for each that is under way. */
const WAITING_PER_CONNECTION = 128;
/** Of the server's own questions: after a restart everybody's token is one. */
const MOST_OWN_WAITING = 4_096;
/** A request weighs one more for each of these of its body, so that what waits takes little memory. */
const WEIGHT_BYTES = 16 * 1024;

/**
 * Every request to the application leaves here. It holds no credentials and no cookies: a request
 * carries the token it is given, and nothing is kept of it.
 */
@Injectable()
export class BulletTrainClient implements OnModuleDestroy {
  private readonly undici;
  private readonly axios: Axios;
  private readonly resilience = new Resilience(() => this.probe());
  /** People's calls; and, apart from them, what the server itself asks: tokens, the document, sign-in. */
  private readonly calls: FairQueue;
  private readonly own: FairQueue;
  private observer?: UpstreamObserver;

  constructor(@Inject(appConfig.KEY) private readonly config: AppConfig) {
    const { calls, own } = connectionShares(config);
    // However many calls one person makes, the others find places.
    this.calls = createQueue(calls, Math.ceil(calls / 2), calls * WAITING_PER_CONNECTION);
    this.own = createQueue(own, own, MOST_OWN_WAITING);
    // One more for the sign of life, which waits for nobody.
    this.undici = createUndiciAdapter(config.bulletTrain.baseUrl, calls + own + 1);
    // No defaults: nothing is transformed, and every status is an answer.
    this.axios = new Axios({ adapter: this.undici.adapter });
  }

  /** The path of the API, `/api/v1`. */
  get apiPath(): string {
    return `/api/${this.config.bulletTrain.apiVersion}`;
  }

  /** Whether the application is asked: `open` after too many failures. */
  get breakerState(): BreakerState {
    return this.resilience.state;
  }

  /** People's calls that are under way, waiting, and refused for want of a place. */
  get queueState(): FairQueueState {
    return this.calls.state;
  }

  /** The observer is told of every request from here on. */
  observe(observer: UpstreamObserver): void {
    this.observer = observer;
  }

  /**
   * Sends a request and returns whatever the application answers, 4xx and 5xx included. A GET is tried
   * again when there was no answer, and nothing else ever is.
   * @throws UpstreamError when there is no complete answer
   */
  send(request: UpstreamRequest): Promise<UpstreamResponse> {
    return this.carryOut(request, this.throughAxios, this.own);
  }

  /**
   * As `send`, for the calls of tools: handed to axios' adapter itself. Its core, which here has nothing to merge or
   * to transform, would be a fifth of such a call (bench/README.md). At most UPSTREAM_CONNECTIONS are under way at
   * once; the others wait in a queue that is fair to each token.
   */
  sendDirectly(request: UpstreamRequest): Promise<UpstreamResponse> {
    return this.carryOut(request, this.undici.adapter, this.calls);
  }

  private readonly throughAxios: AxiosAdapter = (config) => this.axios.request(config);

  private carryOut(
    request: UpstreamRequest,
    adapter: AxiosAdapter,
    queue: FairQueue,
  ): Promise<UpstreamResponse> {
    const { method, token = '', body, signal } = request;
    const weight = 1 + Math.floor((body?.length ?? 0) / WEIGHT_BYTES);
    const attempt = () =>
      queue.run(token, (waitedMs) => this.observed(request, adapter, waitedMs), { weight, signal });
    return this.resilience.run(method, attempt, signal);
  }

  /** Without a token any API that lives answers 401 at once, and one without this address 404. */
  private probe(): Promise<UpstreamResponse> {
    const path = `${this.apiPath}/users/me`;
    const request = { method: 'GET', path, timeoutMs: SIGN_OF_LIFE_MS } as const;
    return this.attempt(request, this.throughAxios);
  }

  private async observed(
    asked: UpstreamRequest,
    adapter: AxiosAdapter,
    waitedMs: number,
  ): Promise<UpstreamResponse> {
    const watching = this.observer?.(asked, waitedMs);
    try {
      const response = await this.attempt(asked, adapter, watching?.headers);
      watching?.end({ status: response.status });
      return response;
    } catch (error) {
      if (error instanceof UpstreamError) watching?.end({ error: error.code });
      throw error;
    }
  }

  private async attempt(
    { method, path, headers, body, token, signal, timeoutMs }: UpstreamRequest,
    adapter: AxiosAdapter,
    more?: Record<string, string>,
  ): Promise<UpstreamResponse> {
    const timeout = timeoutMs ?? this.config.upstreamTimeoutMs;
    const sent: Record<string, string> = {
      accept: 'application/json',
      'accept-encoding': ENCODINGS,
      'user-agent': 'bullet-train-mcp',
    };
    if (body !== undefined) sent['content-type'] = 'application/octet-stream';
    Object.assign(sent, headers, more);
    if (token !== undefined) sent['authorization'] = `Bearer ${token}`;
    try {
      const response = await adapter({
        method,
        url: path,
        headers: sent as unknown as AxiosHeaders,
        timeout,
        maxContentLength: MAX_RESPONSE_BYTES,
        ...(body !== undefined && { data: body }),
        ...(signal && { signal }),
      });
      return {
        status: response.status,
        headers: plainHeaders(response.headers),
        body: response.data as Buffer,
      };
    } catch (error) {
      throw this.explain(error, timeout, signal);
    }
  }

  onModuleDestroy(): void {
    this.undici.destroy();
  }

  /** Says what happened without axios' own error, which carries the request and its token. */
  private explain(error: unknown, timeoutMs: number, signal?: AbortSignal): UpstreamError {
    const { baseUrl } = this.config.bulletTrain;
    if (signal?.aborted) return new UpstreamError('gone', 'Whoever asked has gone away');
    const { message, code = '' } = error as Error & { code?: string };
    if (code === AxiosError.ECONNABORTED) {
      const seconds = timeoutMs / 1000;
      return new UpstreamError('timeout', `${baseUrl} gave no complete answer in ${seconds} s`);
    }
    const kind = kindOf(code, message);
    const reason = message || code;
    return new UpstreamError(kind, `${baseUrl} ${WHAT_HAPPENED[kind]}: ${reason}`);
  }
}

function createQueue(connections: number, perKey: number, waiting: number): FairQueue {
  return new FairQueue({
    running: connections,
    runningPerKey: perKey,
    waiting,
    waitMs: MAX_WAIT_MS,
  });
}

/** Of these codes nothing has been sent: no such host, nobody listens, no way there, no trusted certificate. */
const NOT_SENT =
  /^(ENOTFOUND|EAI_\w+|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EPROTO|UND_ERR_CONNECT_TIMEOUT|UNABLE_TO_\w+|\w*CERT\w*)$/;

const WHAT_HAPPENED = {
  unreachable: 'cannot be reached',
  'broken off': 'broke its answer off',
  'too large': 'gave an answer that is too large',
} as const satisfies Partial<Record<UpstreamErrorCode, string>>;

function kindOf(code: string, message: string): keyof typeof WHAT_HAPPENED {
  if (NOT_SENT.test(code)) return 'unreachable';
  return message.startsWith('maxContentLength') ? 'too large' : 'broken off';
}

/** Repeated headers are joined (RFC 9110 §5.3). */
function plainHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    plain[name] = Array.isArray(value) ? value.join(', ') : String(value);
  }
  return plain;
}
