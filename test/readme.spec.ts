import { expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { readConfig } from '../src/config/app-config.js';

const ROOT = new URL('..', import.meta.url);
const README = readFileSync(new URL('README.md', ROOT), 'utf8');
/** The buttons' URLs, by their text. */
const BUTTONS = Object.fromEntries(
  [...README.matchAll(/\[!\[([^\]]+)\]\([^)]+\)\]\(([^)]+)\)/g)].map(([, words, url]) => [
    words!,
    url!,
  ]),
);
/** The demo's address, which the buttons add to a client. */
const DEMO = `${readConfig({}).server.publicUrl}/mcp`;

it('the README has fewer than 150 lines', () => {
  expect(README.trimEnd().split('\n').length).toBeLessThan(150);
});

it('the README shows a conversation, drawn by `npm run docs`, in light and dark colours', () => {
  const [, file = ''] = /^!\[[^\]]+\]\((docs\/images\/[\w.-]+\.svg)\)$/m.exec(README) ?? [];
  const picture = readFileSync(new URL(file, ROOT), 'utf8');
  expect(picture).toContain('(prefers-color-scheme: dark)');
  expect(picture).toMatch(/list_projects\(team_id: 1/);
});

it('the README names five questions that people ask', () => {
  expect(README.match(/^- "[^"]+"$/gm)).toHaveLength(5);
});

// https://cursor.com/docs/context/mcp/install-links: `config` is the entry of mcp.json in base64.
it("the README's button for Cursor adds the demo", () => {
  const { origin, pathname, searchParams } = new URL(BUTTONS['Add to Cursor']!);
  expect(origin + pathname).toBe('https://cursor.com/en/install-mcp');
  expect(searchParams.get('name')).toMatch(/^[\w-]+$/);
  const config = Buffer.from(searchParams.get('config')!, 'base64').toString();
  expect(JSON.parse(config)).toEqual({ url: DEMO });
});

// https://code.visualstudio.com/api/extension-guides/ai/mcp: the page hands `name` and `config` on to vscode:mcp/install.
it.each([
  ['Add to VS Code', null],
  ['Add to VS Code Insiders', 'insiders'],
])("the README's button %s adds the demo", (words, quality) => {
  const { origin, pathname, searchParams } = new URL(BUTTONS[words]!);
  expect(origin + pathname).toBe('https://insiders.vscode.dev/redirect/mcp/install');
  expect(searchParams.get('name')).toMatch(/^[\w-]+$/);
  expect(JSON.parse(searchParams.get('config')!)).toEqual({ type: 'http', url: DEMO });
  expect(searchParams.get('quality')).toBe(quality);
});

it("the README's badges are for workflows and files that exist", () => {
  const [, workflow = ''] = /actions\/workflows\/([\w.-]+)\/badge\.svg/.exec(README) ?? [];
  expect(existsSync(new URL(`.github/workflows/${workflow}`, ROOT))).toBe(true);
  expect(existsSync(new URL(BUTTONS['MIT licence']!, ROOT))).toBe(true);
});
