import { html, type Html } from './html.js';

/** How a person connects one client. */
export interface ClientGuide {
  id: string;
  name: string;
  steps: Html[];
  /** What else there is to know. */
  note?: Html;
}

/**
 * @param url the MCP endpoint
 * @param name what the connection is called in the client's configuration
 */
export function clientGuides(url: string, name: string): ClientGuide[] {
  const address = shellWord(url);
  return [
    {
      id: 'chatgpt',
      name: 'ChatGPT',
      steps: [
        html`On the web open
          <a href="https://chatgpt.com/#settings/Connectors" rel="noreferrer">Settings → Apps</a>,
          then <b>Advanced settings</b>, and turn on <b>Developer mode</b>.`,
        html`Choose <b>Create app</b>. Enter a name and, as MCP server URL, the address above;
          authentication is <b>OAuth</b>.`,
        html`Choose <b>Create</b>, approve, and sign in.`,
      ],
      note: html`In a company's workspace its admin allows developer mode first.`,
    },
    {
      id: 'claude',
      name: 'Claude',
      steps: [
        html`Open <b>Customize → Connectors</b> (in older versions <b>Settings → Connectors</b>) and
          choose <b>Add custom connector</b>.`,
        html`Enter a name and the address above, and choose <b>Add</b>.`,
        html`Choose <b>Connect</b>, approve, and sign in.`,
      ],
      note: html`With a Team or Enterprise plan an owner adds the connector once for everybody, and
        you only choose <b>Connect</b>.`,
    },
    {
      id: 'claude-code',
      name: 'Claude Code',
      steps: [
        html`Run
        ${code('command', `claude mcp add --transport http --scope user ${name} ${address}`)}`,
        html`Start <code>claude</code>, enter <code>/mcp</code>, choose <b>${name}</b> and
          <b>Authenticate</b>.`,
      ],
    },
    {
      id: 'cursor',
      name: 'Cursor',
      steps: [
        html`${installLink('Add to Cursor', cursorLink(url, name))} or add this to
          <code>~/.cursor/mcp.json</code>:
          ${code('configuration', JSON.stringify({ mcpServers: { [name]: { url } } }, null, 2))}`,
        html`Open <b>Cursor Settings → Tools &amp; MCP</b>, choose <b>Connect</b>, approve, and sign
          in.`,
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
      id: 'copilot',
      name: 'Copilot',
      steps: [
        html`In Copilot Studio open your agent, then
          <b>Tools → Add a tool → New tool → Model Context Protocol</b>.`,
        html`Enter a name, a description and the address above; authentication is
          <b>OAuth 2.0</b> with <b>Dynamic discovery</b>.`,
        html`Choose <b>Create</b>, make a connection, approve, and sign in.`,
      ],
      note: html`In Copilot CLI enter <code>/mcp add</code> instead, with the type <b>HTTP</b>. For
        GitHub Copilot in VS Code see VS Code.`,
    },
    {
      id: 'codex',
      name: 'Codex',
      steps: [
        html`Run ${code('first command', `codex mcp add ${name} --url ${address}`)}`,
        html`Run ${code('second command', `codex mcp login ${name}`)}`,
      ],
    },
    {
      id: 'gemini',
      name: 'Gemini CLI',
      steps: [
        html`Run
        ${code('command', `gemini mcp add --transport http --scope user ${name} ${address}`)}`,
        html`Start <code>gemini</code> and enter <code>/mcp auth ${name}</code>.`,
      ],
    },
    {
      id: 'inspector',
      name: 'Inspector',
      steps: [
        html`Run ${code('command', 'npx @modelcontextprotocol/inspector')}`,
        html`Choose the transport <b>Streamable HTTP</b>, enter the address above, and choose
          <b>Connect</b>.`,
      ],
    },
  ];
}

/** A text to copy, with a button where that can be done. */
export function copyable(what: string, text: Html, copied: string): Html {
  return html`<div class="copyable">
    ${text}
    <button type="button" data-copy="${copied}" hidden>
      <span>Copy</span> <span class="unseen">the ${what}</span>
    </button>
  </div>`;
}

function code(what: string, text: string): Html {
  return copyable(what, html`<pre><code>${text}</code></pre>`, text);
}

function installLink(label: string, url: string): Html {
  return html`<a class="install" href="${url}">${label}</a>`;
}

/** An address as a POSIX shell takes it for one word: an IPv6 host has brackets, which are a pattern. */
function shellWord(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function cursorLink(url: string, name: string): string {
  const config = Buffer.from(JSON.stringify({ url })).toString('base64');
  return `cursor://anysphere.cursor-deeplink/mcp/install?${new URLSearchParams({ name, config })}`;
}

function vsCodeLink(url: string, name: string): string {
  return `vscode:mcp/install?${encodeURIComponent(JSON.stringify({ name, type: 'http', url }))}`;
}
