import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { AxiosError, type AxiosHeaders } from 'axios';
import { appConfig, type AppConfig } from '../config/app-config.js';
import { connectionShares } from './connection-shares.js';
import { FairQueue, type FairQueueState } from './fair-queue.js';
import { Resilience, type BreakerState } from './resilience.js';
import { createUndiciAdapter, ENCODINGS } from './undici-adapter.js';
import { UpstreamError, type UpstreamErrorCode } from './upstream-error.js';
import type { UpstreamRequest, UpstreamResponse } from './upstream.js';
import type { UpstreamObserver } from './upstream-observer.js';

const MAX_RESPONSE_BYTES = 10 * 1024 * 1024;
/** How long the application may take to answer a probe. */
const PROBE_TIMEOUT_MS = 3_000;
/** How long a call may wait for its turn: with UPSTREAM_TIMEOUT_MS less than the minute that clients wait. */
const MAX_WAIT_MS = 20_000;
/** How many calls may wait for each that is under way. */
const WAITING_PER_CONNECTION = 128;
/** How many of the server's own requests may wait: after a restart everybody's token is one. */
const MAX_SERVER_WAITING = 4_096;
/** A request counts once more for every 16 KB of its body, so that those that wait take little memory. */
const WEIGHT_BYTES = 16 * 1024;

/**
 * Every request to the application leaves here. It holds no credentials and no cookies: a request
 * carries the token it is given, and nothing is kept of it.
 */
@Injectable()
export class BulletTrainClient implements OnModuleDestroy {
  private readonly undici;
  private readonly resilience = new Resilience(() => this.probe());
  private readonly queues: Record<NonNullable<UpstreamRequest['queue']>, FairQueue>;
  private observer?: UpstreamObserver;

  constructor(@Inject(appConfig.KEY) private readonly config: AppConfig) {
    const { calls, own } = connectionShares(config);
    this.queues = {
      // However many calls one person makes, the others find places.
      calls: createQueue(calls, Math.ceil(calls / 2), calls * WAITING_PER_CONNECTION),
      server: createQueue(own, own, MAX_SERVER_WAITING),
    };
    // One more for the probe, which waits for nobody.
    this.undici = createUndiciAdapter(config.bulletTrain.baseUrl, calls + own + 1);
  }

  /** The path of the API, `/api/v1`. */
  get apiPath(): string {
    return `/api/${this.config.bulletTrain.apiVersion}`;
  }

  /** The circuit breaker: `open` while the application is not asked, after too many failed probes. */
  get breakerState(): BreakerState {
    return this.resilience.state;
  }

  /** People's calls that are under way, waiting, and refused for want of a place. */
  get queueState(): FairQueueState {
    return this.queues.calls.state;
  }

  /** The observer is told of every request from here on. */
  observe(observer: UpstreamObserver): void {
    this.observer = observer;
  }

  /**
   * Sends a request and returns whatever the application answers, 4xx and 5xx included. A GET without an answer is tried
   * again, and nothing else ever is. At most UPSTREAM_CONNECTIONS calls are under way at once; the others wait in a
   * queue that is fair to each token.
   * @throws UpstreamError when there is no complete answer, or no place in the queue
   */
  send(request: UpstreamRequest): Promise<UpstreamResponse> {
    const { method, token = '', body, signal, queue = 'server' } = request;
    const weight = 1 + Math.floor((body?.length ?? 0) / WEIGHT_BYTES);
    const attempt = () =>
      this.queues[queue].run(token, (waitedMs) => this.observed(request, waitedMs), {
        weight,
        signal,
      });
    return this.resilience.run(method, attempt, signal);
  }

  /** Without a token any API that is up answers 401 at once, and one without this address 404. */
  private probe(): Promise<UpstreamResponse> {
    const path = `${this.apiPath}/users/me`;
    const request = { method: 'GET', path, timeoutMs: PROBE_TIMEOUT_MS } as const;
    return this.attempt(request);
  }

  private async observed(asked: UpstreamRequest, waitedMs: number): Promise<UpstreamResponse> {
    const watching = this.observer?.(asked, waitedMs);
    try {
      const response = await this.attempt(asked, watching?.headers);
      watching?.end({ status: response.status });
      return response;
    } catch (error) {
      if (error instanceof UpstreamError) watching?.end({ error: error.code });
      throw error;
    }
  }

  private async attempt(
    { method, path, headers, body, token, signal, timeoutMs }: UpstreamRequest,
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
      const response = await this.undici.adapter({
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
