/** The words that BULLET_TRAIN_TOKENS may have instead of client IDs. */
const TOKEN_POLICIES = ['all', 'none', 'tokens-only'];
/** What to write instead of a wrong BULLET_TRAIN_TOKENS; it continues the variable's name. */
export const TOKEN_POLICY_HINT =
  'must be all, none, tokens-only, or client IDs separated by commas; tokens-only may stand beside client IDs';

/** Whether a list is a valid policy. An empty list is not: it would read as everybody. */
export function isTokenPolicy(entries: readonly string[]): boolean {
  if (entries.length === 0) return false;
  return entries.length === 1 || !(entries.includes('all') || entries.includes('none'));
}

/** @returns what a list means that `isTokenPolicy` accepts */
export function readTokenPolicy(entries: readonly string[]) {
  const acceptBulletTrainTokens = !entries.includes('none');
  return {
    /** Whether the MCP endpoint accepts Bullet Train's own tokens … */
    acceptBulletTrainTokens,
    /** … and of which applications, by client ID; empty for all. */
    allowedApplications: entries.filter((entry) => !TOKEN_POLICIES.includes(entry)),
    /** Whether people may sign in with the client ID of an application of their own. */
    passthroughClients: acceptBulletTrainTokens && !entries.includes('tokens-only'),
  };
}
