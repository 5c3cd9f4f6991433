/**
 * The web pages of clients that are known to call MCP servers from the browser, with the client that each belongs to.
 * Being on this list grants a page nothing else: the bearer token decides, and the server reads no cookie.
 */
export const KNOWN_CLIENTS: readonly string[] = [
  // Claude, and its console.
  'https://claude.ai',
  'https://claude.com',
  'https://console.anthropic.com',
  'https://platform.claude.com',
  // ChatGPT, and OpenAI's playground.
  'https://chatgpt.com',
  'https://chat.openai.com',
  'https://platform.openai.com',
  // VS Code in the browser; each of its windows runs extensions under its own origin.
  'https://vscode.dev',
  'https://insiders.vscode.dev',
  'https://github.dev',
  'https://*.vscode-cdn.net',
  // Cursor's agents.
  'https://cursor.com',
  'https://www.cursor.com',
  // Copilot, and the studio where people try its tools.
  'https://copilotstudio.microsoft.com',
  'https://m365.cloud.microsoft',
];

/** An origin, or a whole scheme that is not the web's; `null` is the origin of files and of sandboxed frames. */
export const ORIGIN_ENTRY =
  /^(default|null|(?!https?:)[a-z][a-z0-9+.-]*:\/\/\*|https?:\/\/(\*\.)?([a-z0-9-]+\.)*[a-z0-9-]+(:\d{1,5})?|https?:\/\/\[[0-9a-f:]+\](:\d{1,5})?)$/;

/** What a browser writes (RFC 6454 §6.2): no path, no user name, no second origin. */
const ORIGIN = /^([a-z][a-z0-9+.-]*):\/\/([^\s/\\,?#@]*)$/i;
/** Schemes of web pages and browser extensions; any other scheme belongs to a program on somebody's machine. */
const WEB_SCHEMES = /^(https?|wss?|ftp|blob|data|about|filesystem|javascript|.*-extension)$/;

/**
 * @param origin the `Origin` header; undefined when the request does not come from a page
 * @param ownHosts the names of this server: its own pages are always allowed
 * @param entries ALLOWED_ORIGINS, as lower-case origins, `scheme://*`, `null` and `default`
 * @returns whether a page of this origin may call the MCP endpoint
 */
export function isAllowedOrigin(
  origin: string | undefined,
  ownHosts: readonly string[],
  entries: readonly string[],
): boolean {
  if (origin === undefined || origin === '') return true;
  const allowsKnown = entries.includes('default');
  if (origin === 'null') return allowsKnown || entries.includes('null');
  const scheme = ORIGIN.exec(origin)?.[1]?.toLowerCase();
  if (scheme === undefined) return false;
  if (entries.includes(`${scheme}://*`)) return true;
  if (scheme !== 'http' && scheme !== 'https') return allowsKnown && !WEB_SCHEMES.test(scheme);
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  if (ownHosts.includes(url.hostname) || url.hostname.endsWith('.localhost')) return true;
  const known = allowsKnown ? [...entries, ...KNOWN_CLIENTS] : entries;
  // `*` stands for one label, so `https://*.example.com` does not allow `https://a.b.example.com`.
  const family = `${url.protocol}//*${url.host.slice(url.hostname.indexOf('.'))}`;
  return known.includes(url.origin) || known.includes(family);
}
