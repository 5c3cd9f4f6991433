/**
 * The steps of the client guides, in HTML; `{names}` stand for values: addresses, commands with their buttons.
 * `<b>` is for what clients call their buttons and fields, which stays English in every language: clients are
 * translated unevenly, and their makers' own guides are mostly read in English. `guide.labels` says so once.
 */
export const EN_GUIDES = {
  'guide.labels':
    'The steps name buttons and fields in English; your client may show them in your language.',
  'guide.add_to': 'Add to {client}',
  'guide.other_client': 'Other client',
  'guide.not_public':
    '{client} comes from the internet and needs a public https address, which the one above is not. Use a program on your own computer, such as Claude Code, or ask whoever runs this server.',
  'guide.run': 'Run this command: {command}',

  'chatgpt.open':
    'On the web open <a href="{plugins}"><b>Plugins</b></a>, choose <b>+</b>, then <b>Add custom MCP server</b>.',
  'chatgpt.enter':
    'Enter a name and, as <b>Server URL</b>, the address above. Choose <b>OAuth</b> as <b>Authentication</b>.',
  'chatgpt.create': 'Accept the warning, choose <b>Create as a plugin</b>, approve, and sign in.',
  'chatgpt.ask':
    'Install it with the <b>+</b> beside its name among your own plugins. In a new chat enter <b>@</b>, choose it, and ask.',
  'chatgpt.note':
    'If there is no such entry, turn on <b>Developer mode</b> in <b>Settings → Security and login</b>; in a company’s workspace an admin has to allow it first. ChatGPT reaches a server without a public address through a <a href="{tunnel}">Secure MCP Tunnel</a>, which whoever runs the server sets up: then choose <b>Tunnel</b> instead of entering the address.',

  'claude.add':
    '{button} or open <a href="{connectors}"><b>Customize → Connectors</b></a>, choose <b>+</b>, then <b>Add custom connector</b>, and enter a name and the address above.',
  'claude.confirm': 'Choose <b>Continue</b>, if it is there, and <b>Add</b>.',
  'claude.connect': 'Choose <b>Connect</b>, approve, and sign in.',
  'claude.note':
    'If the button opens no form, try <a href="{former}">its former address</a>. With a Team or Enterprise plan an owner <a href="{owners}">adds the connector once for everybody</a>, and you only choose <b>Connect</b>.',

  'claude_code.login': 'Run this one, approve, and sign in: {command}',
  'claude_code.note':
    'Versions without <code>login</code> have <b>Authenticate</b> behind <code>/mcp</code>.',

  'cursor.add': '{button} or add this to <code>~/.cursor/mcp.json</code>: {configuration}',
  'cursor.connect':
    'Open <b>Customize → MCPs</b> (in older versions <b>Cursor Settings → Tools &amp; MCP</b>), choose <b>Connect</b>, approve, and sign in.',

  'vs_code.add':
    '{button} or run <b>MCP: Add Server…</b> from the command palette, choose <b>HTTP</b>, and enter the address above.',
  'vs_code.allow': 'Allow VS Code to sign in to it, approve, and sign in.',

  'copilot_cli.start': 'Start <code>copilot</code>, approve, and sign in.',
  'copilot_cli.note':
    'Versions without this command have <code>/mcp add</code> inside <code>copilot</code>: choose <b>HTTP</b> there, and enter the address above.',

  'copilot_studio.tool':
    'Open your agent, then <b>Tools → Add a tool</b>, <b>New tool</b>, and <b>Model Context Protocol</b>.',
  'copilot_studio.enter':
    'Enter a name, a description and the address above. Choose <b>OAuth 2.0</b> with <b>Dynamic discovery</b>.',
  'copilot_studio.create': 'Choose <b>Create</b>, make a connection, approve, and sign in.',

  'codex.add': 'Run this command. A browser opens: approve, and sign in. {command}',
  'codex.login': 'If no browser opens, run this one: {command}',
  'codex.note':
    'The ChatGPT desktop app and the Codex extension of your editor have the same configuration.',

  'gemini.start': 'Start <code>gemini</code>, enter {command}, approve, and sign in.',
  'gemini.note':
    'Since June 2026 Gemini CLI works only with a Gemini API key or a Gemini Code Assist Standard or Enterprise licence. With a personal account use Antigravity.',

  'antigravity.add':
    'Run this command: {command} Or add this to <code>~/.gemini/config/mcp_config.json</code>: {configuration}',
  'antigravity.sign_in':
    'In <b>Settings → Customizations</b> choose <b>Authenticate</b> beside its name, approve, sign in, and paste the code that you are shown.',
  'antigravity.note':
    'Some versions fail at this sign-in. There mcp-remote, which needs Node.js, can sign you in: have this in the file instead. {configuration}',

  'inspector.run': 'With Node.js 22.19 or later run this command: {command}',
  'inspector.connect': 'Choose <b>Connect</b> in the page that opens, approve, and sign in.',

  'other.add':
    'Add an MCP server of the type <b>Streamable HTTP</b> (also called HTTP or remote), with the address above and without a token or a header.',
  'other.sign_in': 'Choose OAuth if you are asked how to sign in, approve, and sign in.',
  'other.note': 'A client that can only start programs can use this command: {command}',
} as const;

/** What every language has. */
export type GuideTexts = Record<keyof typeof EN_GUIDES, string>;
