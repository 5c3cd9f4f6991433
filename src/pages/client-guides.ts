import { isLoopback } from '../values/loopback.js';
import { html, type Html } from './html.js';
import type { Words } from './words.js';

/** How a person connects one client. */
export interface ClientGuide {
  id: string;
  name: string;
  /** Why the steps cannot work with this address. */
  obstacle?: Html;
  steps: Html[];
  /** What else there is to know. */
  note?: Html;
  /** When the steps were last compared with what the client's makers write, as YYYY-MM; undefined for never. */
  checked?: string;
}

/** By client. The others' steps are from third parties, or were not compared lately. */
const CHECKED: Record<string, string> = {
  chatgpt: '2026-11',
  claude: '2026-11',
  cursor: '2026-11',
  'copilot-studio': '2026-11',
};

/**
 * @param url the MCP endpoint
 * @param name what the connection is called in the client's configuration
 */
export function clientGuides(url: string, name: string, words: Words): ClientGuide[] {
  return listGuides(url, name, words).map((guide) => {
    const checked = CHECKED[guide.id];
    return checked === undefined ? guide : { ...guide, checked };
  });
}

function listGuides(url: string, name: string, words: Words): Omit<ClientGuide, 'checked'>[] {
  const { say } = words;
  const code = (what: Html, text: string) =>
    copyable(what, html`<pre><code>${text}</code></pre>`, text, words);
  const address = shellWord(url);
  const fromTheInternet = (client: string) =>
    isPublic(url) ? {} : { obstacle: explainNotPublic(client) };
  return [
    {
      id: 'chatgpt',
      name: 'ChatGPT',
      ...fromTheInternet('ChatGPT'),
      steps: [
        html`On the web open <a href="https://chatgpt.com/plugins" rel="noreferrer">Plugins</a>,
          choose <b>+</b>, then <b>Add custom MCP server</b>.`,
        html`Enter a name and, as <b>Server URL</b>, the address above; <b>Authentication</b> is
          <b>OAuth</b>.`,
        html`Accept the warning, choose <b>Create as a plugin</b>, approve, and sign in.`,
        html`Install it with the <b>+</b> at its name among your own plugins. In a new
          <b>Work</b> chat enter <b>@</b>, choose it, and ask.`,
      ],
      note: html`If there is no such entry, turn on <b>Developer mode</b> in
        <b>Settings → Security and login</b>; in a company's workspace its admin allows it first. A
        server without a public address can be reached through a
        <a href="https://developers.openai.com/api/docs/guides/secure-mcp-tunnels" rel="noreferrer"
          >Secure MCP Tunnel</a
        >, which whoever runs it sets up: then choose <b>Tunnel</b> instead of entering the address.`,
    },
    {
      id: 'claude',
      name: 'Claude',
      ...fromTheInternet('Claude'),
      steps: [
        html`${installLink('Add to Claude', claudeLink('customize', url, name))} or open
          <a href="https://claude.ai/customize/connectors" rel="noreferrer"
            >Customize → Connectors</a
          >, choose <b>+</b>, then <b>Add custom connector</b>, and enter a name and the address
          above.`,
        html`Choose <b>Add</b>.`,
        html`Choose <b>Connect</b>, approve, and sign in.`,
      ],
      note: html`With a Team or Enterprise plan an owner
        <a href="${claudeLink('admin-settings', url, name)}" rel="noreferrer"
          >adds the connector once for everybody</a
        >, and you only choose <b>Connect</b>.`,
    },
    {
      id: 'claude-code',
      name: 'Claude Code',
      steps: [
        html`Run
        ${code(say('copy.first_command'), `claude mcp add --transport http --scope user ${name} ${address}`)}`,
        html`Run ${code(say('copy.second_command'), `claude mcp login ${name}`)} approve, and sign
        in.`,
      ],
      note: html`Versions without <code>login</code> have <b>Authenticate</b> behind
        <code>/mcp</code>.`,
    },
    {
      id: 'cursor',
      name: 'Cursor',
      steps: [
        html`${installLink('Add to Cursor', cursorLink(url, name))} or add this to
          <code>~/.cursor/mcp.json</code>:
          ${code(say('copy.configuration'), JSON.stringify({ mcpServers: { [name]: { url } } }, null, 2))}`,
        html`Open <b>Customize → MCPs</b> (in older versions
          <b>Cursor Settings → Tools &amp; MCP</b>), choose <b>Connect</b>, approve, and sign in.`,
      ],
    },
    {
      id: 'vs-code',
      name: 'VS Code',
      steps: [
        html`${installLink('Add to VS Code', vsCodeLink(url, name))} or run
          <b>MCP: Add Server…</b> from the command palette, choose <b>HTTP</b>, and enter the
          address above.`,
        html`Allow it to authenticate, approve, and sign in.`,
      ],
    },
    {
      id: 'copilot-cli',
      name: 'Copilot CLI',
      steps: [
        html`Run ${code(say('copy.command'), `copilot mcp add --transport http ${name} ${address}`)}`,
        html`Start <code>copilot</code>, approve, and sign in.`,
      ],
    },
    {
      id: 'copilot-studio',
      name: 'Copilot Studio',
      ...fromTheInternet('Copilot Studio'),
      steps: [
        html`Open your agent, then <b>Tools → Add a tool</b>, <b>New tool</b>, and
          <b>Model Context Protocol</b>.`,
        html`Enter a name, a description and the address above; authentication is
          <b>OAuth 2.0</b> with <b>Dynamic discovery</b>.`,
        html`Choose <b>Create</b>, make a connection, approve, and sign in.`,
      ],
    },
    {
      id: 'codex',
      name: 'Codex',
      steps: [
        html`Run ${code(say('copy.first_command'), `codex mcp add ${name} --url ${address}`)} A
        browser opens: approve, and sign in.`,
        html`If none opens, run ${code(say('copy.second_command'), `codex mcp login ${name}`)}`,
      ],
    },
    {
      id: 'gemini',
      name: 'Gemini CLI',
      steps: [
        html`Run
        ${code(say('copy.command'), `gemini mcp add --transport http --scope user ${name} ${address}`)}`,
        html`Start <code>gemini</code>, enter <code>/mcp auth ${name}</code>, approve, and sign in.`,
      ],
      // From others' guides: Google's announcement was not to be read.
      note: html`Since June 2026 it works with a Gemini API key or a Gemini Code Assist Standard or
      Enterprise licence alone; for personal accounts there is Antigravity.`,
    },
    {
      // From other vendors' guides, which disagree on whether its sign-in always succeeds.
      id: 'antigravity',
      name: 'Antigravity',
      steps: [
        html`Run ${code(say('copy.command'), `agy mcp add ${name} ${address}`)} or add this to
          <code>~/.gemini/config/mcp_config.json</code>:
          ${code(
            say('copy.configuration'),
            JSON.stringify({ mcpServers: { [name]: { serverUrl: url } } }, null, 2),
          )}`,
        html`In <b>Customizations → Installed</b> choose <b>Authenticate</b>, approve, sign in, and
          paste the code that you are shown.`,
      ],
      note: html`Some versions do not finish this sign-in: update Antigravity, or use another
      client.`,
    },
    {
      id: 'inspector',
      name: 'Inspector',
      steps: [
        html`With Node 22.19 or later run
        ${code(say('copy.command'), `npx @modelcontextprotocol/inspector --transport http --server-url ${address}`)}`,
        html`Choose <b>Connect</b> in the page that opens, approve, and sign in.`,
      ],
    },
    {
      id: 'other',
      name: 'Other client',
      steps: [
        html`Add an MCP server of the type <b>Streamable HTTP</b> (also called HTTP or remote), with
          the address above and without a token or a header.`,
        html`Choose OAuth if you are asked how to sign in, approve, and sign in.`,
      ],
      note: html`A client that starts programs only can use
      ${code(say('copy.command'), `npx mcp-remote ${address}`)}`,
    },
  ];
}

function explainNotPublic(client: string): Html {
  return html`${client} comes from the internet and needs a public https address, which the one
  above is not. Use a program on your own computer, such as Claude Code, or ask whoever runs this
  server.`;
}

function isPublic(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' && !isLoopback(hostname);
}

/** A text to copy, with a button where that can be done. @param what is called so on the button */
export function copyable(what: Html, text: Html, copied: string, { say }: Words): Html {
  const label = say('copy.what', { what });
  return html`<div class="copyable">
    ${text}
    <button
      type="button"
      data-copy="${copied}"
      aria-label="${label}"
      data-copy-label="${label}"
      data-copied-label="${say('copy.what_done', { what })}"
      data-selected-label="${say('copy.what_selected', { what })}"
      hidden
    >
      ${say('copy.button')}
    </button>
  </div>`;
}

function installLink(label: string, url: string): Html {
  return html`<a class="install" href="${url}">${label}</a>`;
}

/** An address as a POSIX shell takes it for one word: an IPv6 host has brackets, which are a pattern. */
function shellWord(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** The path is the person's own, or that of their organization's owners. */
function claudeLink(path: 'customize' | 'admin-settings', url: string, name: string): string {
  const query = new URLSearchParams({
    modal: 'add-custom-connector',
    connectorName: name,
    connectorUrl: url,
  });
  return `https://claude.ai/${path}/connectors?${query}`;
}

function cursorLink(url: string, name: string): string {
  const config = Buffer.from(JSON.stringify({ url })).toString('base64');
  return `cursor://anysphere.cursor-deeplink/mcp/install?${new URLSearchParams({ name, config })}`;
}

function vsCodeLink(url: string, name: string): string {
  return `vscode:mcp/install?${encodeURIComponent(JSON.stringify({ name, type: 'http', url }))}`;
}
