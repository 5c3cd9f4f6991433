export interface UpstreamRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base URL, starting with a slash; percent-encoded, with the query. */
  path: string;
  /** The path without what was put into it, for those who watch: `/api/v1/projects/{id}`. */
  template?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** Sent as `Authorization: Bearer` with this request alone. */
  token?: string;
  /** Whose turn it takes: a person's call, or a question of the server's own (tokens, the document, sign-in). */
  queue?: 'calls' | 'server';
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
