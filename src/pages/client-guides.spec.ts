import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { decode } from 'html-entities';
import { clientGuides as guidesIn } from './client-guides.js';
import { LANGUAGES } from './language.js';
import { wordsOf as textsOf } from './words.js';

const NAME = 'muller-sohne';
/** Whatever PUBLIC_URL can be: a host may have brackets, and quotes and a dollar as well. */
const ADDRESSES = [
  'https://mcp.example.com/mcp',
  'http://localhost:3001/mcp',
  'https://mcp.example.com/mcp?readonly=true',
  'http://[::1]:3001/mcp',
  'https://xn--mller-kva.example/mcp',
  `https://o'neill-$home(1);.example/mcp`,
];

const clientGuides = (url: string, name: string) => guidesIn(url, name, textsOf('en'));
const guide = (url: string, id: string) => {
  const { steps, note } = clientGuides(url, NAME).find((guide) => guide.id === id)!;
  return [...steps, ...(note ? [note] : [])].map(({ text }) => text).join('\n');
};
const attributes = (html: string, name: string) =>
  [...html.matchAll(new RegExp(` ${name}="([^"]*)"`, 'g'))].map(([, value]) => decode(value));
/** The words that a shell makes of a command. */
const wordsOf = (command: string) =>
  execFileSync('sh', ['-c', `set -- ${command}\nprintf '%s\\n' "$@"`])
    .toString()
    .trimEnd()
    .split('\n');

describe.each(ADDRESSES)('the client guides for %s', (url) => {
  it.each([
    [
      'claude-code',
      [`claude mcp add --transport http --scope user ${NAME} URL`, `claude mcp login ${NAME}`],
    ],
    ['copilot-cli', [`copilot mcp add --transport http ${NAME} URL`]],
    ['codex', [`codex mcp add ${NAME} --url URL`, `codex mcp login ${NAME}`]],
    ['gemini', [`gemini mcp add --transport http --scope user ${NAME} URL`]],
    ['antigravity', [`agy mcp add ${NAME} URL`]],
    ['other', ['npx -y mcp-remote URL']],
    ['inspector', ['npx @modelcontextprotocol/inspector --transport http --server-url URL']],
  ])('have shell commands for %s that a shell reads as intended', (id, commands) => {
    const expected = commands.map((command) =>
      command.split(' ').map((word) => (word === 'URL' ? url : word)),
    );
    const copied = attributes(guide(url, id), 'data-copy').filter((text) => !text.startsWith('{'));
    expect(copied.map(wordsOf)).toEqual(expected);
  });

  it("have the same content in Cursor's configuration and in its link", () => {
    const [configuration] = attributes(guide(url, 'cursor'), 'data-copy');
    expect(JSON.parse(configuration!)).toEqual({ mcpServers: { [NAME]: { url } } });
    const [link] = attributes(guide(url, 'cursor'), 'href');
    const { protocol, host, pathname, searchParams } = new URL(link!);
    expect(`${protocol}//${host}${pathname}`).toBe(
      'cursor://anysphere.cursor-deeplink/mcp/install',
    );
    expect(searchParams.get('name')).toBe(NAME);
    const config = Buffer.from(searchParams.get('config')!, 'base64').toString();
    expect(JSON.parse(config)).toEqual({ url });
  });

  it("have the name and address in Claude's links, today's, the former one and that for owners", () => {
    const links = attributes(guide(url, 'claude'), 'href').filter((link) => link.includes('?'));
    const expected = [
      '/customize/connectors',
      '/settings/connectors',
      '/admin-settings/connectors',
    ];
    expect(links.map((link) => new URL(link).pathname)).toEqual(expected);
    for (const link of links) {
      expect(Object.fromEntries(new URL(link).searchParams)).toEqual({
        modal: 'add-custom-connector',
        connectorName: NAME,
        connectorUrl: url,
      });
    }
  });

  it("have the address in Antigravity's configurations", () => {
    const configurations = attributes(guide(url, 'antigravity'), 'data-copy').slice(1);
    const mcpRemote = { command: 'npx', args: ['-y', 'mcp-remote', url] };
    expect(configurations.map((text) => JSON.parse(text))).toEqual([
      { mcpServers: { [NAME]: { serverUrl: url } } },
      { mcpServers: { [NAME]: mcpRemote } },
    ]);
  });

  it('have a link for VS Code that can be parsed', () => {
    const [link] = attributes(guide(url, 'vs-code'), 'href');
    const [, json] = /^vscode:mcp\/install\?([^?#]+)$/.exec(link!) ?? [];
    expect(JSON.parse(decodeURIComponent(json!))).toEqual({ name: NAME, type: 'http', url });
  });

  it('copy exactly what they show', () => {
    for (const { id } of clientGuides(url, NAME)) {
      const html = guide(url, id);
      const shown = [...html.matchAll(/<pre[^>]*><code>([^<]*)<\/code><\/pre>/g)];
      expect(shown.map(([, text]) => decode(text))).toEqual(attributes(html, 'data-copy'));
    }
  });
});

it.each(LANGUAGES)('the guides in %s have the same clients, addresses and commands', (language) => {
  const partsOf = (guides: ReturnType<typeof guidesIn>) =>
    guides.map(({ id, steps, note }) => {
      const text = [...steps, note ?? { text: '' }].map((part) => part.text).join('\n');
      return [id, steps.length, attributes(text, 'href'), attributes(text, 'data-copy').toSorted()];
    });
  const guides = guidesIn(ADDRESSES[0]!, NAME, textsOf(language));
  expect(partsOf(guides)).toEqual(partsOf(clientGuides(ADDRESSES[0]!, NAME)));
  expect(guides.flatMap(({ steps }) => steps.map(({ text }) => text)).join('')).not.toMatch(
    /\{\w+\}/,
  );
});

it('each guide says when it was compared with its source, which is no later than today', () => {
  const today = new Date().toISOString().slice(0, 7);
  for (const { checked } of clientGuides(ADDRESSES[0]!, NAME)) {
    expect(checked).toMatch(/^20\d\d-(0[1-9]|1[0-2])$/);
    expect(checked <= today).toBe(true);
  }
});

/** Those that come from somewhere else than the person's own computer. */
const FROM_THE_INTERNET = ['ChatGPT', 'Claude', 'Copilot Studio'];

it.each<[url: string, clients: string[]]>([
  ['https://mcp.example.com/mcp', []],
  ['http://mcp.example.com/mcp', FROM_THE_INTERNET],
  ['http://localhost:3001/mcp', FROM_THE_INTERNET],
  ['https://localhost/mcp', FROM_THE_INTERNET],
  ['https://127.0.0.1/mcp', FROM_THE_INTERNET],
  ['https://[::1]/mcp', FROM_THE_INTERNET],
])('%s cannot reach a server at %j', (url, clients) => {
  const obstacles = clientGuides(url, NAME).filter(({ obstacle }) => obstacle);
  expect(obstacles.map(({ name }) => name)).toEqual(clients);
  for (const { name, obstacle } of obstacles) {
    expect(obstacle!.text).toMatch(new RegExp(`^${name} .* public https address`));
  }
});
