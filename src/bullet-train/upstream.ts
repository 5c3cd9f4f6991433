/** A request to the application. */
export interface UpstreamRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base URL, starting with a slash; percent-encoded, with the query. */
  path: string;
  /** The path with its placeholders, for telemetry: `/api/v1/projects/{id}`. */
  template?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
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
