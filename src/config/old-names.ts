/** What became of a variable that was renamed. */
interface OldName {
  now: string;
  /** What to write in its place. */
  translate(value: string, variables: Readonly<Record<string, string>>): string;
}

/** A value that is neither on nor off restricts: under the old name it was an error. */
const isOff = (value = 'on') => !/^(on|true|1)$/i.test(value.trim());

/** Three old variables are one policy now. */
function tokenPolicy(_value: string, variables: Readonly<Record<string, string>>): string {
  if (isOff(variables['ACCEPT_BULLET_TRAIN_TOKENS'])) return 'none';
  const clientIds = variables['BULLET_TRAIN_ALLOWED_CLIENTS'];
  const tokensOnly = isOff(variables['OAUTH_DIRECT_CLIENTS']) && 'tokens-only';
  return [tokensOnly, clientIds].filter((part) => part).join(',') || 'all';
}

/** Old names, which this release still understands and warns about. */
export const OLD_NAMES: Record<string, OldName> = {
  RATE_LIMIT_PER_TOKEN: { now: 'RATE_LIMIT_PER_PERSON', translate: (value) => value },
  MCP_MAX_RESULT_CHARS: {
    now: 'MCP_MAX_RESULT_TOKENS',
    // Four characters count as a token. Other text stays as it is, so that the new variable refuses it.
    translate: (value) =>
      /^\d+$/.test(value.trim()) ? String(Math.round(Number(value) / 4)) : value,
  },
  OAUTH_DIRECT_CLIENTS: { now: 'BULLET_TRAIN_TOKENS', translate: tokenPolicy },
  ACCEPT_BULLET_TRAIN_TOKENS: { now: 'BULLET_TRAIN_TOKENS', translate: tokenPolicy },
  BULLET_TRAIN_ALLOWED_CLIENTS: { now: 'BULLET_TRAIN_TOKENS', translate: tokenPolicy },
};

/** @returns the variables that have a value: an empty variable counts as not set */
export function definedOf(variables: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => (value?.trim() ? [[name, value]] : [])),
  );
}

/** @returns the variables under their present names; a present name that is set wins over its old one */
export function translateOldNames(given: Readonly<Record<string, string>>): Record<string, string> {
  const variables = { ...given };
  for (const [name, { now, translate }] of Object.entries(OLD_NAMES)) {
    const value = given[name];
    if (value === undefined) continue;
    delete variables[name];
    variables[now] ??= translate(value, given);
  }
  return variables;
}

/** @returns a sentence for each old name that is set, with what to write in its place */
export function oldNameWarnings(given: NodeJS.ProcessEnv): string[] {
  const defined = definedOf(given);
  const variables = translateOldNames(defined);
  return Object.entries(OLD_NAMES)
    .filter(([name]) => defined[name] !== undefined)
    .map(
      ([name, { now }]) =>
        `${name} is an old name, and the next release will ignore it: set ${now}=${variables[now]} instead`,
    );
}
