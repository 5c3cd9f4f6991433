import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import axe from 'axe-core';
import type { Browser as Chromium } from 'playwright-core';
import { ALICE_TOKEN } from '../src/sandbox/sandbox.js';
import { startBroker, type Broker } from './broker.js';
import { Browser } from './browser.js';
import { hasChromium, launchChromium } from './chromium.js';
import { startDocumentHost, type DocumentHost } from './document-host.js';
import { freePort } from './running-server.js';
import { Keychain } from './keychain.js';
import { RawClient } from './raw-oauth.js';
import { SDK_CLIENTS } from './sdk-clients.js';

const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><circle r="4" cx="4" cy="4"/></svg>';

let broker: Broker;
let plain: Broker;
let server: string;
let host: DocumentHost;
let client: RawClient;
let logo: string;
let links: Record<string, string>;

beforeAll(async () => {
  host = await startDocumentHost();
  logo = host.serve('/logo.svg', (_request, response) => {
    response.setHeader('content-type', 'image/svg+xml');
    response.end(SVG);
  });
  links = Object.fromEntries(
    ['SUPPORT', 'PRIVACY', 'TERMS', 'DOCUMENTATION'].map((name) => [
      `APPLICATION_${name}_URL`,
      `https://acme.example/${name.toLowerCase()}?a=1&b=2`,
    ]),
  );
  const port = await freePort();
  [broker, plain] = await Promise.all([
    startBroker({}, { APPLICATION_NAME: 'Acme & Co', APPLICATION_LOGO_URL: logo, ...links }),
    startBroker({}, { SERVER_PORT: String(port), PUBLIC_URL: `http://localhost:${port}` }),
  ]);
  server = broker.server.url;
  client = await RawClient.register(server);
});
afterAll(async () => {
  await Promise.all([broker?.close(), plain?.close(), host?.close()]);
});

const json = async (url: string) =>
  (await (await fetch(url)).json()) as Record<string, string | undefined>;

it.each([
  ['connect', () => `${server}/`],
  ['consent', () => client.authorizeUrl()],
  ['error', () => `${server}/mpc`],
])(
  "the %s page shows the operator's logo and links, and its policy allows the logo's origin only",
  async (_, address) => {
    const answer = await new Browser().request(address());
    const policy = answer.headers.get('content-security-policy')!.split('; ');
    expect(policy.filter((rule) => rule.startsWith('img-src'))).toEqual([`img-src ${host.url}`]);
    const page = await answer.text();
    expect(page).toContain(`<img class="logo" src="${logo}" alt=""`);
    expect(page).toContain(`<link rel="icon" href="${logo}"`);
    for (const url of Object.values(links)) {
      expect(page).toContain(`href="${url.replace('&', '&amp;')}"`);
    }
  },
);

it('without a brand, pages have no links and no image', async () => {
  const page = await (await new Browser().request(`${plain.server.url}/`)).text();
  expect(page).not.toMatch(/<img|class="links"|undefined/);
});

it('the metadata of both kinds names the application and links its documents', async () => {
  const [, resource] = [
    await json(`${server}/.well-known/oauth-protected-resource`),
    await json(`${server}/.well-known/oauth-protected-resource/mcp`),
  ];
  expect(resource).toMatchObject({
    resource_name: 'Acme & Co',
    resource_documentation: links['APPLICATION_DOCUMENTATION_URL'],
    resource_policy_uri: links['APPLICATION_PRIVACY_URL'],
    resource_tos_uri: links['APPLICATION_TERMS_URL'],
  });
  expect(await json(`${server}/.well-known/oauth-authorization-server`)).toMatchObject({
    service_documentation: links['APPLICATION_DOCUMENTATION_URL'],
    op_policy_uri: links['APPLICATION_PRIVACY_URL'],
    op_tos_uri: links['APPLICATION_TERMS_URL'],
  });
});

it('metadata omits what the operator has not set, and no name ends in MCP', async () => {
  for (const path of ['oauth-protected-resource', 'oauth-authorization-server']) {
    const metadata = await json(`${plain.server.url}/.well-known/${path}`);
    expect(Object.keys(metadata).filter((name) => /policy|tos|documentation/.test(name))).toEqual(
      [],
    );
    expect(metadata['resource_name'] ?? 'Sandbox Application').toBe('Sandbox Application');
  }
});

describe.each(SDK_CLIENTS)('a %s client', (_, connect) => {
  it.each([
    ['the operator’s name and logo', () => broker, 'Acme & Co', () => logo],
    [
      'the document’s name and our icon',
      () => plain,
      'Sandbox Application',
      () => `${plain.server.url}/icon.svg`,
    ],
  ] as const)('is told %s', async (__, at, title, icon) => {
    const {
      server: { url },
      sandbox,
    } = at();
    const keychain = new Keychain();
    keychain.saveTokens({ access_token: ALICE_TOKEN, token_type: 'Bearer' });
    const { client: mcp, transport } = connect(`${url}/mcp`, keychain);
    await mcp.connect(transport());
    expect(mcp.getServerVersion()).toMatchObject({
      title,
      websiteUrl: sandbox.url,
      icons: [{ src: icon(), mimeType: 'image/svg+xml', sizes: ['any'] }],
    });
    await mcp.close();
  });
});

it.each(['favicon.ico', 'icon.svg'])(
  "GET /%s redirects to the operator's logo, or returns the default icon",
  async (path) => {
    const redirect = await fetch(`${server}/${path}`, { redirect: 'manual' });
    expect([redirect.status, redirect.headers.get('location')]).toEqual([302, logo]);
    const own = await fetch(`${plain.server.url}/${path}`);
    expect(own.headers.get('content-type')).toMatch(/^image\/svg\+xml/);
    expect(own.headers.get('cache-control')).toBe('public, max-age=86400');
    expect(await own.text()).toMatch(/^<svg xmlns/);
  },
);

(hasChromium ? describe : describe.skip)('in a browser', () => {
  let chromium: Chromium;
  beforeAll(async () => {
    chromium = await launchChromium();
  });
  afterAll(() => chromium.close());

  it('a browser loads the logo and no other image, and axe reports nothing', async () => {
    const page = await (await chromium.newContext()).newPage();
    await page.goto(client.authorizeUrl());
    expect(await page.evaluate(`document.querySelector('.logo').naturalWidth`)).toBe(8);
    const other = `new Promise((resolve) => {
      const image = new Image();
      image.onload = () => resolve('drawn');
      image.onerror = () => resolve('refused');
      image.src = '${plain.server.url}/icon.svg';
    })`;
    expect(await page.evaluate(other)).toBe('refused');
    await page.evaluate(axe.source);
    expect(await page.evaluate('axe.run().then(({ violations }) => violations)')).toEqual([]);
  });
});
