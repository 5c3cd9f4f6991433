import { html, type Html } from './html.js';

/** How a person connects one client. */
export interface ClientGuide {
  id: string;
  name: string;
  steps: Html[];
  /** Opens the client with everything filled in. */
  install?: { label: string; url: string };
}

/**
 * @param url the MCP endpoint
 * @param name what the connection is called in the client's configuration
 */
export function clientGuides(url: string, name: string): ClientGuide[] {
  return [
    {
      id: 'chatgpt',
      name: 'ChatGPT',
      steps: [
        html`Open <b>Settings → Apps &amp; Connectors → Advanced settings</b> and turn on
          <b>Developer mode</b>.`,
        html`Go back to <b>Apps &amp; Connectors</b> and choose <b>Create</b>.`,
        html`Enter a name and, as MCP server URL, the address above; authentication is
          <b>OAuth</b>.`,
        html`Choose <b>Create</b>, approve, and sign in.`,
      ],
    },
    {
      id: 'claude',
      name: 'Claude',
      steps: [
        html`Open <b>Settings → Connectors</b> and choose <b>Add custom connector</b>.`,
        html`Enter a name and the address above, and choose <b>Add</b>.`,
        html`Choose <b>Connect</b>, approve, and sign in.`,
      ],
    },
    {
      id: 'claude-code',
      name: 'Claude Code',
      steps: [
        html`Run ${code(`claude mcp add --transport http ${name} ${url}`)}`,
        html`Start <code>claude</code>, enter <code>/mcp</code>, choose <b>${name}</b> and
          <b>Authenticate</b>.`,
      ],
    },
    {
      id: 'cursor',
      name: 'Cursor',
      install: { label: 'Add to Cursor', url: cursorLink(url, name) },
      steps: [
        html`Or add this to <code>~/.cursor/mcp.json</code>:
          ${code(JSON.stringify({ mcpServers: { [name]: { url } } }, null, 2))}`,
        html`Open <b>Cursor Settings → MCP</b>, choose <b>Connect</b>, approve, and sign in.`,
      ],
    },
    {
      id: 'vs-code',
      name: 'VS Code',
      install: { label: 'Add to VS Code', url: vsCodeLink(url, name) },
      steps: [
        html`Or run <b>MCP: Add Server…</b> from the command palette, choose <b>HTTP</b>, and enter
          the address above.`,
        html`Allow it to sign in, approve, and sign in.`,
      ],
    },
    {
      id: 'copilot',
      name: 'Copilot',
      steps: [
        html`In Copilot Studio open your agent, then
          <b>Tools → Add a tool → New tool → Model Context Protocol</b>.`,
        html`Enter a name and the address above; authentication is <b>OAuth 2.0</b> with
          <b>Dynamic discovery</b>.`,
        html`In Copilot CLI enter <code>/mcp add</code> instead, with type <b>HTTP</b>.`,
      ],
    },
    {
      id: 'codex',
      name: 'Codex',
      steps: [
        html`Run ${code(`codex mcp add ${name} --url ${url}`)}`,
        html`Run ${code(`codex mcp login ${name}`)}`,
      ],
    },
    {
      id: 'gemini',
      name: 'Gemini CLI',
      steps: [
        html`Run ${code(`gemini mcp add --transport http ${name} ${url}`)}`,
        html`Start <code>gemini</code> and enter <code>/mcp auth ${name}</code>.`,
      ],
    },
    {
      id: 'inspector',
      name: 'Inspector',
      steps: [
        html`Run ${code('npx @modelcontextprotocol/inspector')}`,
        html`Choose the transport <b>Streamable HTTP</b>, enter the address above, and choose
          <b>Connect</b>.`,
      ],
    },
  ];
}

function code(text: string): Html {
  return html`<pre tabindex="0"><code>${text}</code></pre>`;
}

function cursorLink(url: string, name: string): string {
  const config = Buffer.from(JSON.stringify({ url })).toString('base64');
  return `cursor://anysphere.cursor-deeplink/mcp/install?${new URLSearchParams({ name, config })}`;
}

function vsCodeLink(url: string, name: string): string {
  return `vscode:mcp/install?${encodeURIComponent(JSON.stringify({ name, type: 'http', url }))}`;
}
