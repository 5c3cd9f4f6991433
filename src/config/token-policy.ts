/** What BULLET_TRAIN_TOKENS may hold in place of client IDs. */
const TOKEN_POLICIES = ['all', 'none', 'tokens-only'];
export const TOKEN_POLICY_HINT =
  'must be all, none, tokens-only, or client IDs with commas, beside which tokens-only may stand';

/** Whether a list is a policy: nobody can be meant by an empty one. */
export function isTokenPolicy(entries: readonly string[]): boolean {
  // It would be read as everybody.
  if (entries.length === 0) return false;
  return entries.length === 1 || !(entries.includes('all') || entries.includes('none'));
}

/** @returns what a list that `isTokenPolicy` accepts means */
export function readTokenPolicy(entries: readonly string[]) {
  const acceptBulletTrainTokens = !entries.includes('none');
  return {
    /** Whether Bullet Train's own tokens are accepted at the MCP endpoint … */
    acceptBulletTrainTokens,
    /** … and of which applications, by client ID; empty for all. */
    allowedApplications: entries.filter((entry) => !TOKEN_POLICIES.includes(entry)),
    /** Whether people may sign in with the client ID of an application of their own. */
    passthroughClients: acceptBulletTrainTokens && !entries.includes('tokens-only'),
  };
}
