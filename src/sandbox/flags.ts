/** How the sandbox behaves. Tests may change it while the sandbox runs. */
export interface SandboxFlags {
  /** Doorkeeper's `use_refresh_token`; off on a stock Bullet Train. */
  refreshTokens: boolean;
  /** Lifetime of new access tokens, in seconds. */
  accessTokenSeconds: number;
  /** Whether the grants table has the PKCE columns; without them any verifier passes. */
  pkce: boolean;
  /** Doorkeeper 6: redirect URIs are compared exactly, and there is a metadata document. */
  doorkeeper6: boolean;
  /** Whether `/oauth/token/info` is routed; otherwise 404. */
  tokenInfo: boolean;
  /** The API calls `doorkeeper_authorize!`: it checks expiry and revocation, and its 401 is an empty HTML body. */
  doorkeeperAuthorize: boolean;
  /** Delay before every response, in milliseconds. */
  latencyMs: number;
  /** The most random extra delay, in milliseconds, so that responses overtake each other. */
  jitterMs: number;
  /** The document carries an ETag, stable over its changing examples, and honours If-None-Match. */
  documentEtag: boolean;
  /** A text to serve in place of the sandbox's own document. */
  document?: string;
  /** Faults to inject; the first match wins. */
  faults: Fault[];
}

/**
 * `reset` destroys the socket, `hang` never answers, `html` is 200 with a page, `drip` is 200 with a byte now
 * and then, `half` is 200 with less than it announces.
 */
export const FAULT_KINDS = ['status', 'reset', 'hang', 'html', 'drip', 'half'] as const;
type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  /** Prefix of the request path. */
  path: string;
  method?: string;
  kind: FaultKind;
  /** For `status`; 503 when not given. */
  status?: number;
  headers?: Record<string, string>;
  /** For `status`; the Rails error form when not given. Bytes are sent unchanged. */
  body?: string | Buffer;
  /** How many matching requests to let pass first; counts down to 0. */
  skip?: number;
  /** How many times to apply it; counts down to 0. Always when not given. */
  times?: number;
}

/** How a stock Bullet Train application behaves. */
export const DEFAULT_FLAGS: Readonly<Omit<SandboxFlags, 'faults'>> = {
  refreshTokens: false,
  accessTokenSeconds: 7200,
  pkce: false,
  doorkeeper6: false,
  tokenInfo: true,
  doorkeeperAuthorize: false,
  latencyMs: 0,
  jitterMs: 0,
  documentEtag: false,
};
