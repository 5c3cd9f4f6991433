import { memoize } from './memoize.js';

/**
 * @param patterns names, in which `*` stands for any characters; a `!` in front exempts a name. Camel case counts as
 *   snake case
 * @returns a function that says whether a name matches
 */
export function matchNames(patterns: readonly string[]): (name: string) => boolean {
  const meant = patterns.filter((pattern) => !pattern.startsWith('!')).map(matcherOf);
  const spared = patterns
    .filter((pattern) => pattern.startsWith('!'))
    .map((pattern) => matcherOf(pattern.slice(1)));
  return memoize((given) => {
    const name = snakeCase(given);
    return meant.some((one) => one.test(name)) && !spared.some((one) => one.test(name));
  });
}

function matcherOf(pattern: string): RegExp {
  return new RegExp(`^${snakeCase(pattern).replace(/\*+/g, '.*')}$`);
}

/** `webhookSecret`, `webhook-secret` and `WEBHOOK_SECRET` are `webhook_secret`. */
function snakeCase(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/[^\w*]+/g, '_')
    .toLowerCase();
}
