import { constants } from 'node:buffer';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip } from 'node:zlib';
import type { AxiosAdapter, AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import type { Dispatcher } from 'undici';
// Not the index, which loads fetch, web sockets and caches too: a start takes 9 % more CPU and memory
// (bench/README.md).
import Pool from 'undici/lib/dispatcher/pool.js';

/** Puma closes an idle connection after 20 s: whatever is sent just then is lost. */
const KEPT_ALIVE_MS = 15_000;
const DECODERS = new Map([
  ['gzip', promisify(gunzip)],
  ['br', promisify(brotliDecompress)],
]);

/** What undici is told about a request that is over already; nobody reads it. */
const OVER = new Error('the request is over');

/** Makes an error with axios' classes. Only a failure loads them: with them come adapters, and Node's own fetch. */
type Describe = (axios: typeof import('axios')) => Error;

/** The encodings that are understood, for `Accept-Encoding` (RFC 9110 §12.5.3). */
export const ENCODINGS = [...DECODERS.keys()].join(', ');

/**
 * An axios adapter on undici, whose client takes half of the CPU of axios' own (bench/README.md). Of a request's
 * configuration it reads `url` (a path), `method`, `headers`, `data` (text, bytes, or pieces of bytes), `signal`,
 * `timeout` (ms, for the whole exchange) and `maxContentLength` (bytes, unpacked). It follows no redirect, asks no
 * proxy, and answers with bytes whatever the status.
 * @param baseUrl where the requests go, with what stands in front of their paths
 * @param connections how many requests may be under way at once; more wait
 * @returns the adapter, which throws AxiosError: `ERR_CANCELED`, `ECONNABORTED` after the timeout, `ERR_BAD_RESPONSE`
 * when the answer is too long, or with the system's code or undici's
 */
export function createUndiciAdapter(
  baseUrl: string,
  connections: number,
): {
  adapter: AxiosAdapter;
  /** Breaks off what is under way. */
  destroy(): void;
} {
  const { origin, pathname } = new URL(baseUrl);
  const prefix = pathname.replace(/\/$/, '');
  const pool = new Pool(origin, {
    connections,
    pipelining: 1,
    keepAliveTimeout: KEPT_ALIVE_MS,
    // A request's own timeout is for all of it.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const adapter: AxiosAdapter = (config) =>
    new Promise((resolve, reject) => {
      const answer = new ResponseHandler(config, resolve, reject);
      if (answer.isOver) return;
      const { url = '', method = 'GET', headers, data } = config;
      const request: Dispatcher.DispatchOptions = {
        path: prefix + url,
        // axios' core writes it in small letters.
        method: method.toUpperCase() as Dispatcher.HttpMethod,
        // BulletTrainClient passes plain headers.
        headers: headers as unknown as Record<string, string>,
        // What the client hands over: axios' own type for it is any.
        body: (data as Dispatcher.DispatchOptions['body']) ?? null,
      };
      pool.dispatch(request, answer);
    });
  return { adapter, destroy: () => void pool.destroy() };
}

/** Takes an answer from undici, piece by piece. */
class ResponseHandler implements Dispatcher.DispatchHandler {
  private controller?: Dispatcher.DispatchController;
  private status = 0;
  private headers: Record<string, string | string[] | undefined> = {};
  private readonly pieces: Buffer[] = [];
  private bytes = 0;
  private readonly maxBytes: number;
  private readonly timer: NodeJS.Timeout | undefined;
  isOver = false;

  constructor(
    private readonly config: InternalAxiosRequestConfig,
    private readonly resolve: (response: AxiosResponse) => void,
    private readonly reject: (error: unknown) => void,
  ) {
    const { signal, timeout, maxContentLength = constants.MAX_LENGTH } = config;
    this.maxBytes = maxContentLength;
    this.timer = timeout ? setTimeout(this.expire, timeout) : undefined;
    signal?.addEventListener?.('abort', this.cancel);
    if (signal?.aborted) this.cancel();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    // It has waited for a connection, and nobody waits for it any more.
    if (this.isOver) controller.abort(OVER);
  }

  /** Also of answers that only announce one (1xx): the last counts. */
  onResponseStart(_controller: unknown, status: number, headers: ResponseHandler['headers']): void {
    this.status = status;
    this.headers = headers;
  }

  onResponseData(_controller: unknown, piece: Buffer): void {
    this.bytes += piece.length;
    this.pieces.push(piece);
    if (this.bytes > this.maxBytes) this.fail(tooLong(this.maxBytes));
  }

  onResponseEnd(): void {
    if (this.isOver) return;
    this.end();
    const { status, headers, config, pieces } = this;
    const [first, ...others] = pieces;
    const body = first && others.length === 0 ? first : Buffer.concat(pieces);
    // axios types headers as its own class; undici returns plain ones, and nothing else is read.
    const answer = { status, statusText: '', headers: headers as AxiosResponse['headers'], config };
    const decoder = DECODERS.get(String(headers['content-encoding']).trim().toLowerCase());
    if (decoder === undefined || body.length === 0) return this.resolve({ ...answer, data: body });
    decoder(body, { maxOutputLength: this.maxBytes }).then(
      (data) => this.resolve({ ...answer, data }),
      (error) => {
        const isTooLong = error.code === 'ERR_BUFFER_TOO_LARGE';
        this.rejectWith(isTooLong ? tooLong(this.maxBytes) : from(error));
      },
    );
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.fail(from(error));
  }

  private readonly cancel = (): void => this.fail(({ CanceledError }) => new CanceledError());

  private readonly expire = (): void => {
    const message = `timeout of ${this.config.timeout}ms exceeded`;
    this.fail(({ AxiosError }) => new AxiosError(message, AxiosError.ECONNABORTED));
  };

  private fail(describe: Describe): void {
    if (this.isOver) return;
    this.end();
    this.controller?.abort(OVER);
    this.rejectWith(describe);
  }

  private rejectWith(describe: Describe): void {
    import('axios').then(describe).then(this.reject, this.reject);
  }

  private end(): void {
    this.isOver = true;
    clearTimeout(this.timer);
    this.config.signal?.removeEventListener?.('abort', this.cancel);
  }
}

function tooLong(bytes: number): Describe {
  const message = `maxContentLength of ${bytes} exceeded`;
  return ({ AxiosError }) => new AxiosError(message, AxiosError.ERR_BAD_RESPONSE);
}

function from(error: Error): Describe {
  return ({ AxiosError }) => AxiosError.from(error);
}
