/** How the sandbox behaves; mutable while it runs, so that tests can bend it live. */
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
  /** Delay before every answer, in milliseconds. */
  latencyMs: number;
  /** Up to this much more, by chance, so that answers overtake each other. */
  jitterMs: number;
  /** The document carries an ETag, stable over its changing examples, and honours If-None-Match. */
  documentEtag: boolean;
  /** Any text, served in place of the sandbox's own document. */
  document?: string;
  /** What goes wrong; the first match wins. */
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
  /** For `status`; the Rails error form when not given. Bytes go out as they are. */
  body?: string | Buffer;
  /** How many requests it leaves alone first; counted down to 0. */
  skip?: number;
  /** How often; counted down to 0 with every use. Always when not given. */
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
