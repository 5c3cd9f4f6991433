import { isLoopback } from '../values/loopback.js';
import { claudeLink, cursorLink, vsCodeLink } from './client-links.js';
import { copyable } from './copyable.js';
import { html, type Html } from './html.js';
import type { Words } from './words.js';

/** How a person connects one client. */
export interface ClientGuide {
  id: string;
  name: string | Html;
  /** Why the steps cannot work with this address. */
  obstacle?: Html | undefined;
  steps: Html[];
  /** What else there is to know. */
  note?: Html;
  /** When the steps were last compared with what is said at the address beside it, as YYYY-MM. */
  checked: string;
}

/**
 * @param url the MCP endpoint, with a query if it is narrowed
 * @param name what the connection is called in the client's configuration
 * @returns the guides in the order of their tabs; their sentences are in texts/guides
 */
export function clientGuides(url: string, name: string, words: Words): ClientGuide[] {
  const { say } = words;
  const address = shellWord(url);
  const code = (what: Html, text: string) =>
    copyable(what, html`<pre><code>${text}</code></pre>`, text, words);
  const command = (text: string) => code(say('copy.command'), text);
  const first = (text: string) => code(say('copy.first_command'), text);
  const second = (text: string) => code(say('copy.second_command'), text);
  const configuration = (server: object, what = say('copy.configuration')) =>
    code(what, JSON.stringify({ mcpServers: { [name]: server } }, null, 2));
  const button = (client: string, link: string) =>
    html`<a class="install" href="${link}">${say('guide.add_to', { client })}</a>`;
  const fromTheInternet = (client: string) => ({
    name: client,
    obstacle: isPublic(url) ? undefined : say('guide.not_public', { client }),
  });
  return [
    {
      id: 'chatgpt',
      ...fromTheInternet('ChatGPT'),
      steps: [
        say('chatgpt.open', { plugins: 'https://chatgpt.com/plugins' }),
        say('chatgpt.enter'),
        say('chatgpt.create'),
        say('chatgpt.ask'),
      ],
      note: say('chatgpt.note', {
        tunnel: 'https://developers.openai.com/api/docs/guides/secure-mcp-tunnels',
      }),
      // developers.openai.com/api/docs/guides/custom-mcp-server
      checked: '2026-11',
    },
    {
      id: 'claude',
      ...fromTheInternet('Claude'),
      steps: [
        say('claude.add', {
          button: button('Claude', claudeLink('customize', url, name)),
          connectors: 'https://claude.ai/customize/connectors',
        }),
        say('claude.confirm'),
        say('claude.connect'),
      ],
      note: say('claude.note', {
        former: claudeLink('settings', url, name),
        owners: claudeLink('admin-settings', url, name),
      }),
      // github.com/anthropics/claude-ai-mcp/issues/74; pipedream.com/docs/conduit/use/assistants/claude
      checked: '2026-11',
    },
    {
      id: 'claude-code',
      name: 'Claude Code',
      steps: [
        say('guide.run', {
          command: first(`claude mcp add --transport http --scope user ${name} ${address}`),
        }),
        say('claude_code.login', { command: second(`claude mcp login ${name}`) }),
      ],
      note: say('claude_code.note'),
      // code.claude.com/docs/en/mcp-quickstart; github.com/anthropics/claude-code/issues/23512
      checked: '2026-11',
    },
    {
      id: 'cursor',
      name: 'Cursor',
      steps: [
        say('cursor.add', {
          button: button('Cursor', cursorLink(url, name)),
          configuration: configuration({ url }),
        }),
        say('cursor.connect'),
      ],
      // cursor.com/docs/mcp and cursor.com/docs/mcp/install-links
      checked: '2026-11',
    },
    {
      id: 'vs-code',
      name: 'VS Code',
      steps: [
        say('vs_code.add', { button: button('VS Code', vsCodeLink(url, name)) }),
        say('vs_code.allow'),
      ],
      // code.visualstudio.com/docs/agent-customization/mcp-servers; kernel.sh/docs/reference/mcp-server/clients/vscode
      checked: '2026-11',
    },
    {
      id: 'copilot-cli',
      name: 'Copilot CLI',
      steps: [
        say('guide.run', {
          command: command(`copilot mcp add --transport http ${name} ${address}`),
        }),
        say('copilot_cli.start'),
      ],
      note: say('copilot_cli.note'),
      // docs.github.com/copilot/how-tos/copilot-cli/customize-copilot/add-mcp-servers
      checked: '2026-11',
    },
    {
      id: 'copilot-studio',
      ...fromTheInternet('Copilot Studio'),
      steps: [
        say('copilot_studio.tool'),
        say('copilot_studio.enter'),
        say('copilot_studio.create'),
      ],
      // learn.microsoft.com/microsoft-copilot-studio/mcp-add-existing-server-to-agent
      checked: '2026-11',
    },
    {
      id: 'codex',
      name: 'Codex',
      steps: [
        say('codex.add', { command: first(`codex mcp add ${name} --url ${address}`) }),
        say('codex.login', { command: second(`codex mcp login ${name}`) }),
      ],
      note: say('codex.note'),
      // developers.openai.com/docs/extend/mcp; github.com/openai/codex/pull/5193
      checked: '2026-11',
    },
    {
      id: 'gemini',
      name: 'Gemini CLI',
      steps: [
        say('guide.run', {
          command: command(`gemini mcp add --transport http --scope user ${name} ${address}`),
        }),
        say('gemini.start', { command: html`<code>/mcp auth ${name}</code>` }),
      ],
      note: say('gemini.note'),
      // github.com/google-gemini/gemini-cli/discussions/28017; docs.trunk.io, "Gemini (CLI)"
      checked: '2026-11',
    },
    {
      id: 'antigravity',
      name: 'Antigravity',
      steps: [
        say('antigravity.add', {
          command: command(`agy mcp add ${name} ${address}`),
          configuration: configuration({ serverUrl: url }),
        }),
        say('antigravity.sign_in'),
      ],
      note: say('antigravity.note', {
        configuration: configuration(
          { command: 'npx', args: ['-y', 'mcp-remote', url] },
          say('copy.other_configuration'),
        ),
      }),
      // Google's own page as others quote it: github.com/supabase/mcp/issues/263; the failure, not yet mended:
      // github.com/google-antigravity/antigravity-cli/issues/25
      checked: '2026-11',
    },
    {
      id: 'inspector',
      name: 'Inspector',
      steps: [
        say('inspector.run', {
          command: command(
            `npx @modelcontextprotocol/inspector --transport http --server-url ${address}`,
          ),
        }),
        say('inspector.connect'),
      ],
      // modelcontextprotocol.io/docs/latest/tools/inspector
      checked: '2026-11',
    },
    {
      id: 'other',
      name: say('guide.other_client'),
      steps: [say('other.add'), say('other.sign_in')],
      note: say('other.note', { command: command(`npx -y mcp-remote ${address}`) }),
      // github.com/geelen/mcp-remote
      checked: '2026-11',
    },
  ];
}

function isPublic(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' && !isLoopback(hostname);
}

/** An address as a shell takes it for one word. Windows' cmd knows only double quotes, which leave a `$` its meaning. */
function shellWord(text: string): string {
  if (/^[\w./:-]+$/.test(text)) return text;
  if (/^[\w./:?=-]+$/.test(text)) return `"${text}"`;
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
