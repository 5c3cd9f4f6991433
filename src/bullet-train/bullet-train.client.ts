import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { AxiosHeaders, getAdapter, isAxiosError } from 'axios';
import { appConfig, type AppConfig } from '../config/app-config.js';
import { Resilience, type BreakerState } from './resilience.js';
import { UpstreamError, type UpstreamErrorCode } from './upstream-error.js';
import type { UpstreamRequest, UpstreamResponse } from './upstream.js';
import type { UpstreamObserver } from './upstream-observer.js';

const MAX_RESPONSE_BYTES = 10 * 1024 * 1024;
/** How long the application may take to show that its API lives. */
const SIGN_OF_LIFE_MS = 3_000;
/** axios asks each socket for the same minute: with another number both would set it again at every request. */
const KEPT_ALIVE = { keepAlive: true, keepAliveMsecs: 60_000 };

/**
 * Every request to the application leaves here. It holds no credentials and no cookies: a request
 * carries the token it is given, and nothing is kept of it.
 */
@Injectable()
export class BulletTrainClient implements OnModuleDestroy {
  private readonly httpAgent = new HttpAgent(KEPT_ALIVE);
  private readonly httpsAgent = new HttpsAgent(KEPT_ALIVE);
  /** axios without the merging of configurations and transforming of data, which nothing here needs. */
  private readonly request = getAdapter('http');
  private readonly settings;
  private readonly resilience = new Resilience(() => this.askForLife());
  private observer?: UpstreamObserver;

  constructor(@Inject(appConfig.KEY) private readonly config: AppConfig) {
    this.settings = {
      baseURL: config.bulletTrain.baseUrl,
      httpAgent: this.httpAgent,
      httpsAgent: this.httpsAgent,
      proxy: false,
      // A redirect could carry the token to another host: it is an answer like any other.
      maxRedirects: 0,
      responseType: 'arraybuffer',
      validateStatus: () => true,
      maxContentLength: MAX_RESPONSE_BYTES,
      maxBodyLength: MAX_RESPONSE_BYTES,
    } as const;
  }

  /** The path of the API, `/api/v1`. */
  get apiPath(): string {
    return `/api/${this.config.bulletTrain.apiVersion}`;
  }

  /** Whether the application is asked: `open` after too many failures. */
  get breakerState(): BreakerState {
    return this.resilience.state;
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
    return this.resilience.run(request.method, () => this.observed(request), request.signal);
  }

  /** Without a token any API that lives answers 401 at once, and one without this address 404. */
  private askForLife(): Promise<UpstreamResponse> {
    const path = `${this.apiPath}/users/me`;
    return this.attempt({ method: 'GET', path, timeoutMs: SIGN_OF_LIFE_MS });
  }

  private async observed(asked: UpstreamRequest): Promise<UpstreamResponse> {
    const watching = this.observer?.(asked);
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
    // axios' own timeout only covers a silent socket; this covers a dripping one as well.
    const deadline = startDeadline(timeout, signal);
    const sent = new AxiosHeaders({
      accept: 'application/json',
      'user-agent': 'bullet-train-mcp',
      ...(body !== undefined && { 'content-type': 'application/octet-stream' }),
      ...headers,
      ...more,
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    });
    try {
      const response = await this.request({
        ...this.settings,
        method,
        url: path,
        headers: sent,
        signal: deadline.signal,
        ...(body !== undefined && { data: typeof body === 'string' ? Buffer.from(body) : body }),
      });
      return {
        status: response.status,
        headers: plainHeaders(response.headers),
        body: response.data as Buffer,
      };
    } catch (error) {
      throw this.explain(error, timeout, signal);
    } finally {
      deadline.clear();
    }
  }

  onModuleDestroy(): void {
    this.httpAgent.destroy();
    this.httpsAgent.destroy();
  }

  /** Says what happened without axios' own error, which carries the request and its token. */
  private explain(error: unknown, timeoutMs: number, signal?: AbortSignal): UpstreamError {
    const { baseUrl } = this.config.bulletTrain;
    if (signal?.aborted) return new UpstreamError('gone', 'Whoever asked has gone away');
    if (isAxiosError(error) && error.code === 'ERR_CANCELED') {
      const seconds = timeoutMs / 1000;
      return new UpstreamError('timeout', `${baseUrl} gave no complete answer in ${seconds} s`);
    }
    const { message, code = '' } = error as Error & { code?: string };
    const kind = kindOf(code, message);
    const reason = message || code;
    return new UpstreamError(kind, `${baseUrl} ${WHAT_HAPPENED[kind]}: ${reason}`);
  }
}

/** Of these codes nothing has been sent: no such host, nobody listens, no way there, no trusted certificate. */
const NOT_SENT =
  /^(ENOTFOUND|EAI_\w+|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EPROTO|UNABLE_TO_\w+|\w*CERT\w*)$/;

const WHAT_HAPPENED = {
  unreachable: 'cannot be reached',
  'broken off': 'broke its answer off',
  'too large': 'gave an answer that is too large',
} as const satisfies Partial<Record<UpstreamErrorCode, string>>;

function kindOf(code: string, message: string): keyof typeof WHAT_HAPPENED {
  if (NOT_SENT.test(code)) return 'unreachable';
  return message.startsWith('maxContentLength') ? 'too large' : 'broken off';
}

/**
 * Aborts in so many milliseconds, or with another signal if that comes first. Unlike AbortSignal.timeout, which
 * would keep every request and its answer until then, it can be cleared.
 */
function startDeadline(ms: number, signal?: AbortSignal) {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, ms);
  signal?.addEventListener('abort', abort);
  if (signal?.aborted) abort();
  return {
    signal: controller.signal,
    clear: () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    },
  };
}

function plainHeaders(headers: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value].flat().join(', ')]),
  );
}
