/** A body that is made while it is sent. */
export interface StreamedBody {
  /**
   * Called once, when the request's turn has come and before anything is sent.
   * @param signal aborted when nobody wants the request any more
   */
  open(signal: AbortSignal): Promise<OpenedBody>;
}

export interface OpenedBody {
  /** Undefined where it is not known: the request is chunked then. */
  bytes?: number;
  /** Read once; an error ends the request in the middle. */
  pieces: AsyncIterable<Buffer>;
  /** Called when the request is over, however it ended. */
  close(): void;
}

/** A request to the application. */
export interface UpstreamRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base URL, starting with a slash; percent-encoded, with the query. */
  path: string;
  /** The path with its placeholders, for telemetry: `/api/v1/projects/{id}`. */
  template?: string;
  headers?: Record<string, string>;
  /** A streamed body is for methods that are not retried. */
  body?: string | Buffer | StreamedBody;
  /** Sent as `Authorization: Bearer` with this request alone. */
  token?: string;
  /** The queue: people's calls, or the server's own requests (token checks, the document, sign-in). */
  queue?: 'calls' | 'server';
  signal?: AbortSignal;
  /** The timeout in ms; UPSTREAM_TIMEOUT_MS by default. */
  timeoutMs?: number;
}

/** A response of the application. */
export interface UpstreamResponse {
  status: number;
  /** Names in lower case; repeated headers are joined with commas. */
  headers: Record<string, string>;
  body: Buffer;
}
