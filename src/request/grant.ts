/** What the token lets its client do, within the person's own permissions. A missing entry means no limit. */
export interface Grant {
  /** Kinds of operations: read, write, delete. */
  kinds?: readonly string[];
  /** The ids of the teams that the client may work in, as the application's JSON writes them. */
  teams?: readonly string[];
  /** What the client may learn of the person, `openid` and `email`; here a missing entry means nothing. */
  identity?: readonly string[];
}

/** The grant of a token without scopes: the application's own, or one issued before there were scopes. */
export const UNLIMITED: Grant = {};

/** Why a request gets 401 or 403 instead of its result. */
export type Refusal =
  | { code: 'invalid_token' }
  /** @property scope the scopes that would do: what the token has, and what is missing */
  | { code: 'insufficient_scope'; scope: string };
