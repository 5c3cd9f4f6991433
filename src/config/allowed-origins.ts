/**
 * The web pages of clients that are known to call MCP servers from the browser, each by its reason. No page of these
 * gets more than any program on the internet: a bearer token decides, and no cookie is looked at.
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
  // VS Code in the browser; what it runs there has an origin of its own for each window.
  'https://vscode.dev',
  'https://insiders.vscode.dev',
  'https://github.dev',
  'https://*.vscode-cdn.net',
  // Cursor's agents.
  'https://cursor.com',
  'https://www.cursor.com',
  // Copilot, and the studio where its tools are tried.
  'https://copilotstudio.microsoft.com',
  'https://m365.cloud.microsoft',
];

/** An origin, or a whole scheme that is none of the web's; `null` is that of files and of frames that are shut in. */
export const ORIGIN_ENTRY =
  /^(default|null|(?!https?:)[a-z][a-z0-9+.-]*:\/\/\*|https?:\/\/(\*\.)?([a-z0-9-]+\.)*[a-z0-9-]+(:\d{1,5})?|https?:\/\/\[[0-9a-f:]+\](:\d{1,5})?)$/;

/** What a browser writes (RFC 6454 §6.2); a path, a user name or a second origin belongs to none. */
const ORIGIN = /^([a-z][a-z0-9+.-]*):\/\/([^\s/\\,?#@]*)$/i;
/** Of pages of the web, and of a browser's extensions; any other scheme is that of a program on somebody's machine. */
const WEB_SCHEMES = /^(https?|wss?|ftp|blob|data|about|filesystem|javascript|.*-extension)$/;

/**
 * @param origin the header; without it nothing says that a page has asked
 * @param ownHosts under which this server is known: a page of theirs is its own
 * @param entries of ALLOWED_ORIGINS
 * @returns whether a page of this origin may ask the MCP endpoint
 */
export function isAllowedOrigin(
  origin: string | undefined,
  ownHosts: readonly string[],
  entries: readonly string[],
): boolean {
  if (origin === undefined || origin === '') return true;
  const allowsKnown = entries.includes('default');
  if (origin === 'null') return allowsKnown || entries.includes('null');
  const scheme = ORIGIN.exec(origin)?.[1]!.toLowerCase();
  if (scheme === undefined) return false;
  if (entries.includes(`${scheme}://*`)) return true;
  if (scheme !== 'http' && scheme !== 'https') return allowsKnown && !WEB_SCHEMES.test(scheme);
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  if (ownHosts.includes(url.hostname) || url.hostname.endsWith('.localhost')) return true;
  const known = allowsKnown ? [...entries, ...KNOWN_CLIENTS] : entries;
  // A star stands for one label, so that no page of a page of theirs is let in.
  const family = `${url.protocol}//*${url.host.slice(url.hostname.indexOf('.'))}`;
  return known.includes(url.origin) || known.includes(family);
}
