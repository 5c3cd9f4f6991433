import { expect, it } from '@jest/globals';
import { isAllowedOrigin, KNOWN_CLIENTS, ORIGIN_ENTRY } from './allowed-origins.js';

const HOSTS = ['mcp.example.com', 'localhost', '127.0.0.1', '[::1]'];

it.each<[origin: string | undefined, isAllowed: boolean]>([
  [undefined, true],
  ['', true],
  ['https://mcp.example.com', true],
  ['http://localhost:6274', true],
  ['http://127.0.0.1:33418', true],
  ['http://[::1]:1', true],
  ['http://tauri.localhost', true],
  ['https://claude.ai', true],
  ['HTTPS://CLAUDE.AI', true],
  ['https://chatgpt.com', true],
  ['https://vscode.dev', true],
  ['https://1a2b3c.vscode-cdn.net', true],
  ['null', true],
  ['file://', true],
  ['vscode-webview://0f9s8d', true],
  ['vscode-file://vscode-app', true],
  ['app://-', true],
  ['tauri://localhost', true],
  ['capacitor://localhost', true],
  ['http://claude.ai', false],
  ['https://claude.ai:8443', false],
  ['https://claude.ai.', false],
  ['https://evil.claude.ai', false],
  ['https://claude.ai.evil.example', false],
  ['https://claude.ai@evil.example', false],
  ['https://claude.ai https://evil.example', false],
  ['https://claude.ai, https://evil.example', false],
  ['https://claude.ai/', false],
  ['https://claude.ai\\.evil.example', false],
  ['https://vscode-cdn.net', false],
  ['https://a.b.vscode-cdn.net', false],
  ['https://evilvscode-cdn.net', false],
  ['https://evil.example', false],
  ['chrome-extension://abcdefgh', false],
  ['moz-extension://abcdefgh', false],
  ['ws://evil.example', false],
  ['blob:https://evil.example/1', false],
  ['NULL', false],
  ['x', false],
  ['://', false],
  ['https://', false],
  ['app://a/b', false],
])('by default the origin %s is allowed: %j', (origin, isAllowed) => {
  expect(isAllowedOrigin(origin, HOSTS, ['default'])).toBe(isAllowed);
});

it.each<[entries: string[], origin: string, isAllowed: boolean]>([
  [[], 'https://claude.ai', false],
  [[], 'null', false],
  [[], 'app://-', false],
  [[], 'http://localhost:1', true],
  [['https://a.example'], 'https://a.example', true],
  [['https://a.example'], 'https://claude.ai', false],
  [['default', 'https://a.example'], 'https://claude.ai', true],
  [['https://a.example:8443'], 'https://a.example:8443', true],
  [['https://a.example:8443'], 'https://a.example', false],
  [['https://*.a.example'], 'https://b.a.example', true],
  [['https://*.a.example'], 'https://a.example', false],
  [['https://*.a.example'], 'https://c.b.a.example', false],
  [['https://*.a.example'], 'http://b.a.example', false],
  [['https://*.a.example:1'], 'https://b.a.example:1', true],
  [['https://*.a.example'], 'https://b.a.example:1', false],
  [['app://*'], 'app://obsidian.md', true],
  [['app://*'], 'tauri://localhost', false],
  [['chrome-extension://*'], 'chrome-extension://abc', true],
  [['null'], 'null', true],
  [['null'], 'file://', false],
])('with ALLOWED_ORIGINS %j the origin %s is allowed: %j', (entries, origin, isAllowed) => {
  expect(isAllowedOrigin(origin, HOSTS, entries)).toBe(isAllowed);
});

it.each([
  ...KNOWN_CLIENTS,
  'default',
  'null',
  'app://*',
  'http://[::1]:1',
  'https://*.a.example:1',
])('ALLOWED_ORIGINS accepts the entry %s', (entry) => expect(entry).toMatch(ORIGIN_ENTRY));

it.each([
  '*',
  'a.example',
  'https://',
  'https://*',
  'http://*',
  'https://a.example/x',
  'https://a b',
])('ALLOWED_ORIGINS refuses the entry %s', (entry) => expect(entry).not.toMatch(ORIGIN_ENTRY));
