import { describe, expect, it } from '@jest/globals';
import { isRegistered, readDestination, withoutPort, type Destination } from './redirect-uri.js';

describe('readDestination', () => {
  it.each<[uri: string, kind: Destination['kind'], name: string]>([
    ['https://chatgpt.com/connector_platform_oauth_redirect', 'website', 'chatgpt.com'],
    ['https://claude.ai/api/mcp/auth_callback', 'website', 'claude.ai'],
    ['https://vscode.dev/redirect', 'website', 'vscode.dev'],
    ['https://client.example:8443/cb?x=1', 'website', 'client.example:8443'],
    ['https://CLIENT.example/cb', 'website', 'client.example'],
    // Shown as what it is, not as what it looks like.
    ['https://localhost.evil.example/', 'website', 'localhost.evil.example'],
    ['https://127.0.0.1.evil.example/', 'website', '127.0.0.1.evil.example'],
    ['https://claude.ai.evil.example/', 'website', 'claude.ai.evil.example'],
    ['https:evil.example', 'website', 'evil.example'],
    ['https:///evil.example', 'website', 'evil.example'],
    ['https://ex%61mple.com/', 'website', 'example.com'],
    ['https://xn--80ak6aa92e.com/', 'website', 'xn--80ak6aa92e.com'],
    ['https://[::ffff:127.0.0.1]/', 'website', '[::ffff:7f00:1]'],
    ['http://localhost:6274/oauth/callback', 'this device', 'localhost'],
    ['http://LOCALHOST/', 'this device', 'localhost'],
    ['https://localhost/', 'this device', 'localhost'],
    ['http://127.0.0.1:33418/', 'this device', '127.0.0.1'],
    ['http://127.1/', 'this device', '127.0.0.1'],
    ['http://0x7f.1/', 'this device', '127.0.0.1'],
    ['http://2130706433/', 'this device', '127.0.0.1'],
    ['http://[::1]:1/', 'this device', '[::1]'],
    ['http://[0:0:0:0:0:0:0:1]/', 'this device', '[::1]'],
    ['cursor://anysphere.cursor-mcp/oauth/callback', 'an app', 'cursor://anysphere.cursor-mcp'],
    ['vscode://vscode.github-authentication', 'an app', 'vscode://vscode.github-authentication'],
    ['com.example.app:/cb', 'an app', 'com.example.app://'],
    ['COM.example.app:/cb', 'an app', 'com.example.app://'],
  ])('%s leads to %s %s', (uri, kind, name) => {
    expect(readDestination(uri)).toEqual({ kind, name });
  });

  it.each([
    '',
    'client.example/cb',
    '/cb',
    '//client.example/cb',
    'https://',
    'http://client.example/cb',
    'http://localhost.evil.example/',
    'http://127.0.0.1.evil.example/',
    'http://localhost./',
    'http://localhost%2eevil.example/',
    'http://127.0.0.2/',
    'http://0.0.0.0/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'http://127.0.0.1@evil.example/',
    'https://user@client.example/cb',
    'https://user:password@client.example/cb',
    'https://:password@client.example/cb',
    'cursor://user@app/cb',
    'https://client.example/cb#',
    'https://client.example/cb#fragment',
    'https://client.example\\@evil.example/',
    'https:\\\\evil.example',
    'https://client.example/a b',
    ' https://client.example/',
    'https://client.example/\n',
    'https://client.example/\r\nSet-Cookie: a=b',
    'ht\ttps://client.example/',
    'java\tscript:alert(1)',
    'https://client.example/\0',
    'https://client.example/\u007f',
    'https://clíent.example/',
    'https://client。example/',
    'https://client.example/ü',
    'https://client.example:99999/',
    'javascript:alert(1)',
    'JavaScript://localhost/%0aalert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:msgbox',
    'file:///etc/passwd',
    'blob:https://client.example/1',
    'filesystem:https://client.example/temporary/x',
    'view-source:https://client.example/',
    'about:blank',
    'intent://client.example#Intent;end',
    'ftp://client.example/',
    'ws://localhost/',
    'mailto:me@client.example',
    'tel:1',
    'ms-msdt:/id',
    'unknown://cb',
    'urn:ietf:wg:oauth:2.0:oob',
    'com..app:/cb',
    '.com.app:/cb',
    'com.app.:/cb',
  ])('refuses %j', (uri) => {
    expect(readDestination(uri)).toBeUndefined();
  });
});

describe('isRegistered', () => {
  it.each<[uri: string, registered: string]>([
    ['https://client.example/cb', 'https://client.example/cb'],
    ['https://client.example/cb?x=1', 'https://client.example/cb?x=1'],
    ['cursor://app/cb', 'cursor://app/cb'],
    ['http://localhost/cb', 'http://localhost:8787/cb'],
    ['http://127.0.0.1:5555/cb', 'http://127.0.0.1/cb'],
    ['http://127.0.0.1:5555/cb', 'http://127.0.0.1:33418/cb'],
    ['http://127.0.0.1:5555/', 'http://127.0.0.1'],
    ['http://[::1]:5555/cb?x=1', 'http://[::1]/cb?x=1'],
  ])('%s matches the registered %s', (uri, registered) => {
    expect(isRegistered(uri, ['https://other.example/', registered])).toBe(true);
  });

  it.each<[uri: string, registered: string]>([
    ['https://client.example/cb/', 'https://client.example/cb'],
    ['https://client.example/CB', 'https://client.example/cb'],
    ['https://client.example/cb?', 'https://client.example/cb'],
    ['https://client.example/cb?x=1', 'https://client.example/cb'],
    ['https://client.example/cb/../cb', 'https://client.example/cb'],
    ['https://CLIENT.example/cb', 'https://client.example/cb'],
    ['https://client.example:443/cb', 'https://client.example/cb'],
    ['https://client.example:8443/cb', 'https://client.example/cb'],
    ['https://a.client.example/cb', 'https://client.example/cb'],
    ['https://client.example.evil.example/cb', 'https://client.example/cb'],
    ['https://client.example@evil.example/cb', 'https://client.example/cb'],
    ['https://localhost:2/cb', 'https://localhost:1/cb'],
    ['cursor://app:2/cb', 'cursor://app:1/cb'],
    ['http://localhost:5555/other', 'http://localhost/cb'],
    ['http://localhost:5555/cb?x=1', 'http://localhost/cb'],
    ['http://localhost:5555/cb#x', 'http://localhost/cb'],
    ['http://user@localhost:5555/cb', 'http://localhost/cb'],
    ['http://localhost/cb', 'http://127.0.0.1/cb'],
    ['http://[::1]/cb', 'http://127.0.0.1/cb'],
    ['https://localhost/cb', 'http://localhost/cb'],
    ['http://localhost.evil.example/cb', 'http://localhost/cb'],
    ['http://localhost:5555@evil.example/cb', 'http://localhost/cb'],
    ['', 'http://localhost/cb'],
  ])('%s does not match the registered %s', (uri, registered) => {
    expect(isRegistered(uri, ['https://other.example/', registered])).toBe(false);
  });
});

it.each([
  ['http://127.0.0.1:5555/cb?x=1', 'http://127.0.0.1/cb?x=1'],
  ['http://[::1]:1/', 'http://[::1]/'],
  ['cursor://app/cb', 'cursor://app/cb'],
  ['com.example.app:/cb', 'com.example.app:/cb'],
])('withoutPort of %s is %s', (uri, without) => {
  expect(withoutPort(uri)).toBe(without);
});
