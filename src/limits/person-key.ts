/**
 * Whose requests are counted together: one person's with all their tokens, where the application says whose a token is
 * (Doorkeeper's `resource_owner_id`), else those with one token.
 * @param digest the SHA-256 of the token; the token itself is not kept
 */
export function personKey(owner: string | undefined, digest: string): string {
  return owner === undefined ? `token ${digest}` : `person ${owner}`;
}
