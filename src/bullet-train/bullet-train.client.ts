import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { AxiosHeaders } from 'axios';
import { appConfig, type AppConfig } from '../config/app-config.js';
import { detailsOf } from '../values/error-details.js';
import { connectionShares } from './connection-shares.js';
import { FairQueue, type FairQueueState } from './fair-queue.js';
import { Resilience, type BreakerState } from './resilience.js';
import { createUndiciAdapter, ENCODINGS } from './undici-adapter.js';
import { clientGone, UpstreamError, type UpstreamErrorCode } from './upstream-error.js';
import { openBody, type SentBody } from './sent-body.js';
import type { UpstreamRequest, UpstreamResponse } from './upstream.js';
import type { UpstreamObserver } from './upstream-observer.js';

const MAX_RESPONSE_BYTES = 10 * 1024 * 1024;
/** The timeout of a probe. */
const PROBE_TIMEOUT_MS = 3_000;
/** The longest wait for a turn: with UPSTREAM_TIMEOUT_MS it is less than the minute that clients wait. */
const MAX_WAIT_MS = 20_000;
/** How many calls may wait for each running one. */
const WAITING_PER_CONNECTION = 128;
/** How many of the server's own requests may wait: after a restart, every token is one. */
const MAX_SERVER_WAITING = 4_096;
/** A request counts once more for every 16 KB of its body, which limits the memory of waiting requests. */
const WEIGHT_BYTES = 16 * 1024;

/**
 * Sends every request to the application. It holds no credentials and no cookies: a request carries the token that the
 * caller passes, and the client keeps nothing of it.
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
      // One person takes at most a quarter of the places: running calls cannot be taken back when others arrive.
      calls: createQueue(calls, Math.ceil(calls / 4), calls * WAITING_PER_CONNECTION),
      server: createQueue(own, own, MAX_SERVER_WAITING),
    };
    // One more for the probe, which does not queue.
    this.undici = createUndiciAdapter(config.bulletTrain.baseUrl, calls + own + 1);
  }

  /** The path of the API, `/api/v1`. */
  get apiPath(): string {
    return `/api/${this.config.bulletTrain.apiVersion}`;
  }

  /** The state of the circuit breaker: `open` while nothing is sent, after too many failed probes. */
  get breakerState(): BreakerState {
    return this.resilience.state;
  }

  /** How many of people's calls run, wait, and were refused. */
  get queueState(): FairQueueState {
    return this.queues.calls.state;
  }

  /** Reports every later request to an observer. */
  observe(observer: UpstreamObserver): void {
    this.observer = observer;
  }

  /**
   * Sends a request and returns the application's response, 4xx and 5xx included. Only a GET without a response is
   * retried. At most UPSTREAM_CONNECTIONS calls run at once; the others wait in a queue that is fair to each token.
   * @throws UpstreamError when there is no complete response, or no place in the queue; what a streamed body throws
   */
  send(request: UpstreamRequest): Promise<UpstreamResponse> {
    const { method, token = '', body, signal, queue = 'server' } = request;
    const held = typeof body === 'string' || Buffer.isBuffer(body) ? body.length : 0;
    const weight = 1 + Math.floor(held / WEIGHT_BYTES);
    const attempt = () =>
      this.queues[queue].run(token, (waitedMs) => this.observed(request, waitedMs), {
        weight,
        signal,
      });
    return this.resilience.run(method, attempt, signal);
  }

  /** Without a token, a running API answers 401 at once; 404 if it does not have this path. */
  private probe(): Promise<UpstreamResponse> {
    const path = `${this.apiPath}/users/me`;
    const request = { method: 'GET', path, timeoutMs: PROBE_TIMEOUT_MS } as const;
    return this.attempt(request, {});
  }

  private async observed(asked: UpstreamRequest, waitedMs: number): Promise<UpstreamResponse> {
    const body = await openBody(asked).catch((error: unknown) => {
      throw asked.signal?.aborted ? clientGone() : error;
    });
    const watching = this.observer?.(asked, waitedMs);
    try {
      const response = await this.attempt(asked, body, watching?.headers);
      watching?.end({ status: response.status });
      return response;
    } catch (error) {
      // A body that fails is not the application's fault.
      const failure = asked.signal?.aborted ? error : (body.failure ?? error);
      if (failure instanceof UpstreamError) watching?.end({ error: failure.code });
      else watching?.end({ error: 'gone' });
      throw failure;
    } finally {
      body.close();
    }
  }

  private async attempt(
    { method, path, headers, token, signal, timeoutMs }: UpstreamRequest,
    { data, bytes }: Pick<SentBody, 'data' | 'bytes'>,
    more?: Record<string, string>,
  ): Promise<UpstreamResponse> {
    const timeout = timeoutMs ?? this.config.upstreamTimeoutMs;
    const sent: Record<string, string> = {
      accept: 'application/json',
      'accept-encoding': ENCODINGS,
      'user-agent': 'bullet-train-mcp',
    };
    if (data !== undefined) sent['content-type'] = 'application/octet-stream';
    Object.assign(sent, headers, more);
    if (bytes !== undefined) sent['content-length'] = String(bytes);
    if (token !== undefined) sent['authorization'] = `Bearer ${token}`;
    try {
      const response = await this.undici.adapter({
        method,
        url: path,
        // The adapter reads plain headers: it is called without the core of axios, which would make AxiosHeaders.
        headers: sent as unknown as AxiosHeaders,
        timeout,
        maxContentLength: MAX_RESPONSE_BYTES,
        ...(data !== undefined && { data }),
        ...(signal && { signal }),
      });
      return {
        status: response.status,
        headers: plainHeaders(response.headers),
        // The adapter answers with bytes; axios types them as any.
        body: response.data as Buffer,
      };
    } catch (error) {
      throw this.explain(error, timeout, signal);
    }
  }

  /** Closes all connections. */
  onModuleDestroy(): void {
    this.undici.destroy();
  }

  /** Describes a failure without axios' own error, which holds the request and its token. */
  private explain(error: unknown, timeoutMs: number, signal?: AbortSignal): UpstreamError {
    const { baseUrl } = this.config.bulletTrain;
    if (signal?.aborted) return clientGone();
    const { message, code = '' } = detailsOf(error);
    if (code === 'ECONNABORTED') {
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

/** With these codes nothing was sent: no such host, no listener, no route, no trusted certificate. */
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
