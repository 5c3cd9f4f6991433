/**
 * Whether a redirect URI is the registered one, by Doorkeeper's rules (`URIChecker.matches?`): exactly
 * the same, but on 127.0.0.1 and [::1] any port, and where the registered one has no query, any query.
 * @param exactly as Doorkeeper 6: no other query either
 */
export function redirectUriMatches(given: string, registered: string, exactly = false): boolean {
  if (!URL.canParse(given) || !URL.canParse(registered)) return false;
  const url = new URL(given);
  const client = new URL(registered);
  if (url.hash) return false;
  if (exactly && url.search !== client.search) return false;
  if (client.search && sortedQuery(url) !== sortedQuery(client)) return false;
  for (const each of [url, client]) {
    each.search = '';
    // `localhost` is a name, not a loopback address: its port has to match.
    if (each.hostname === '127.0.0.1' || each.hostname === '[::1]') each.port = '';
  }
  return url.href === client.href;
}

function sortedQuery({ search }: URL): string {
  return search.slice(1).split('&').toSorted().join('&');
}
