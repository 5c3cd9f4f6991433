/** What a caller's token lets its client do, within what the person may. What is not said is not limited. */
export interface Grant {
  /** Kinds of operations: read, write, delete. */
  kinds?: readonly string[];
}

/** Of a token that came with no choice: the application's own, or one from before there was any. */
export const UNLIMITED: Grant = {};

/** Why a request is answered with 401 or 403 in the place of its result. */
export type Refusal =
  | { code: 'invalid_token' }
  /** @property scope what would do: what the token has, and what is missing */
  | { code: 'insufficient_scope'; scope: string };
