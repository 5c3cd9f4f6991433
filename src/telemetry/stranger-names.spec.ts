import { describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { clientName, isPathWord, methodName } from './stranger-names.js';

it.each([
  'claude-code',
  'Claude-User/1.0',
  'claude-ai',
  'ChatGPT-User/1.0',
  'openai-mcp/1.0.0',
  'Visual Studio Code',
  'Visual Studio Code - Insiders',
  'cursor-vscode',
  'Cursor/1.7.44',
  'codex-mcp-client',
  'gemini-cli-mcp-client',
  '@modelcontextprotocol/inspector',
  'ModelContextProtocol',
  'mcp-remote (via claude-ai)',
  'python-httpx/0.27.0',
  'Mozilla/5.0',
  'Chrome131',
  'node',
  'undici',
  'curl/8.14.1',
  'Go-http-client/2.0',
  'okhttp/4.12.0',
  'win32-x64',
  'n8n',
  'impatient-2026-07-28',
])('the client name %s is logged', (name) => expect(clientName(name)).toBe(name));

describe('text that does not look like a client name is not logged:', () => {
  it.each([
    ['a token of Doorkeeper', 'nZ4K7Yw0tJx9mQeRf2LbVhGc5sUaPdN8oXiB1kTzW3M'],
    ['one in hexadecimal', 'a3f1c9d27be84056a3f1c9d27be84056'],
    ['a JWT', 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..x.y.z'],
    ['a UUID', randomUUID()],
    ['random bytes', randomBytes(32).toString('base64url')],
    ['random bytes in hexadecimal', randomBytes(8).toString('hex')],
    ['a token within a name', `claude-code/${randomBytes(16).toString('hex')}`],
    ['a token in pieces', 'a1b2-c3d4-e5f6-a7b8'],
    ['a key with a known beginning', 'sk-proj-abc'],
    ['a personal token', 'ghp_abcdef'],
    ['what is called a token', 'sandbox-token-of-alice'],
    ['what is called a password', 'my password'],
    ['a header', 'Bearer abc'],
    ['an email address', 'alice@example.com'],
    ['a number', '4111111111111111'],
    ['letters that nobody can say', 'kqzjvwphxnrb'],
    ['letters that turn and turn', 'aBcDeFgHiJkLmNo'],
    ['a word like none', 'planted-CamelCaseLettersAlone'],
    ['many letters', 'lettersletterslettersletters'],
    ['a sentence of a letter', 'Dear Sir, the code is 123'],
    ['quotes', '"x"'],
    ['nothing', ''],
    ['another alphabet', 'Клиент'],
  ])('%s', (_what, word) => expect(clientName(word)).toBeUndefined());
});

it.each([
  ['control characters', 'bad\u0007\u001b[31m\u2028name', 'bad[31mname'],
  ['all but its beginning', 'x'.repeat(500_000), 'x'.repeat(64)],
])('a logged client name loses %s', (_what, word, name) => expect(clientName(word)).toBe(name));

it.each([
  ['tools/call', 'tools/call'],
  ['logging/setLevel', 'logging/setLevel'],
  ['no/suchmethod', 'no/suchmethod'],
  ['notifications/progress', 'notifications/progress'],
  [randomBytes(32).toString('base64url'), 'other'],
  ['sandbox-token-of-alice', 'other'],
  ['qwrtpsdf', 'other'],
  [`tools/${'call'.repeat(20)}`, 'other'],
  ['', 'other'],
  ['tools/\u0007call\n', 'tools/call'],
])('the method %s is logged as %s', (word, name) => expect(methodName(word)).toBe(name));

it.each([
  ['oauth-authorization-server', true],
  ['.well-known', true],
  ['token', true],
  ['', true],
  ['sandbox-token-of-alice', false],
  ['kqzjvwphxnrb', false],
  ['7', false],
  ['Health', false],
])('whether the path segment %s of an unknown address is logged: %j', (word, isShown) =>
  expect(isPathWord(word)).toBe(isShown),
);
