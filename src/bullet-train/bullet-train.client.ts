import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { create, isAxiosError, type AxiosInstance, type AxiosRequestConfig } from 'axios';
import { appConfig, type AppConfig } from '../config/app-config.js';
import { Resilience } from './resilience.js';
import { UpstreamError } from './upstream-error.js';

export interface UpstreamRequest {
  method: string;
  /** Below the base URL, starting with a slash; percent-encoded, with the query. */
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** Sent as `Authorization: Bearer` with this request alone. */
  token?: string;
  signal?: AbortSignal;
  /** Milliseconds until the request is given up; UPSTREAM_TIMEOUT_MS unless it is said here. */
  timeoutMs?: number;
}

export interface UpstreamResponse {
  status: number;
  /** Names in lower case, repeated headers joined with commas. */
  headers: Record<string, string>;
  body: Buffer;
}

const MAX_RESPONSE_BYTES = 10 * 1024 * 1024;

/**
 * Every request to the application leaves here. It holds no credentials and no cookies: a request
 * carries the token it is given, and nothing is kept of it.
 */
@Injectable()
export class BulletTrainClient implements OnModuleDestroy {
  private readonly httpAgent = new HttpAgent({ keepAlive: true });
  private readonly httpsAgent = new HttpsAgent({ keepAlive: true });
  private readonly axios: AxiosInstance;
  private readonly resilience = new Resilience();

  constructor(@Inject(appConfig.KEY) private readonly config: AppConfig) {
    this.axios = create({
      baseURL: config.bulletTrain.baseUrl,
      httpAgent: this.httpAgent,
      httpsAgent: this.httpsAgent,
      proxy: false,
      // A redirect could carry the token to another host: it is an answer like any other.
      maxRedirects: 0,
      responseType: 'arraybuffer',
      transformRequest: [],
      transformResponse: [],
      validateStatus: () => true,
      maxContentLength: MAX_RESPONSE_BYTES,
      maxBodyLength: MAX_RESPONSE_BYTES,
    });
  }

  /** The path of the API, `/api/v1`. */
  get apiPath(): string {
    return `/api/${this.config.bulletTrain.apiVersion}`;
  }

  /**
   * Sends a request and returns whatever the application answers, 4xx and 5xx included. A GET is tried
   * again when there was no answer.
   * @throws UpstreamError `unreachable`, `timeout` or `gone` when there is no complete answer
   */
  send(request: UpstreamRequest): Promise<UpstreamResponse> {
    return this.resilience.run(request.method, () => this.attempt(request), request.signal);
  }

  private async attempt({
    method,
    path,
    headers,
    body,
    token,
    signal,
    timeoutMs,
  }: UpstreamRequest): Promise<UpstreamResponse> {
    const timeout = timeoutMs ?? this.config.upstreamTimeoutMs;
    const request: AxiosRequestConfig = {
      method,
      url: path,
      headers: {
        accept: 'application/json',
        'user-agent': 'bullet-train-mcp',
        // axios would announce a form where nothing is said.
        'content-type': body === undefined ? false : 'application/octet-stream',
        ...headers,
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      // axios' own timeout only covers a silent socket; this covers a dripping one as well.
      signal: anySignal(AbortSignal.timeout(timeout), signal),
      ...(body !== undefined && { data: typeof body === 'string' ? Buffer.from(body) : body }),
    };
    try {
      const response = await this.axios.request<Buffer>(request);
      return {
        status: response.status,
        headers: plainHeaders(response.headers),
        body: Buffer.from(response.data),
      };
    } catch (error) {
      throw this.explain(error, timeout, signal);
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
    const reason = error instanceof Error ? error.message : String(error);
    return new UpstreamError('unreachable', `${baseUrl} cannot be reached: ${reason}`);
  }
}

function anySignal(timeout: AbortSignal, signal?: AbortSignal): AbortSignal {
  return signal ? AbortSignal.any([timeout, signal]) : timeout;
}

function plainHeaders(headers: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value].flat().join(', ')]),
  );
}
