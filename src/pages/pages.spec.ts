import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { renderConnectPage, type ConnectPage } from './connect-page.js';
import { renderConsentPage, type ConsentPage } from './consent-page.js';
import { renderErrorPage } from './error-page.js';
import { pageHeaders } from './page.js';

const ATTACK = `"'><script>alert(1)</script><img src=x onerror="alert(1)">&amp;</title></style>\${1}`;
const ESCAPED =
  '&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&amp;amp;&lt;/title&gt;&lt;/style&gt;${1}';

const PAGE: ConsentPage = {
  clientName: 'A client',
  clientDocument: 'https://client.example/client.json',
  destination: { kind: 'website', name: 'client.example' },
  applicationName: 'An application',
  applicationHost: 'app.example.com',
  scope: 'admin',
  abilities: { read: 3, write: 1, delete: 0 },
  action: '/oauth/consent',
  request: 'sealed',
  connectAs: 'me',
};

/** The tags of a page, without their attributes' values. */
const tagsOf = (page: string) => [...page.matchAll(/<\/?[a-z!]+/gi)].map(([tag]) => tag);

describe('the consent page', () => {
  it.each<[field: string, attacked: ConsentPage]>([
    ['clientName', { ...PAGE, clientName: ATTACK }],
    ['clientDocument', { ...PAGE, clientDocument: ATTACK }],
    ['destination', { ...PAGE, destination: { kind: 'website', name: ATTACK } }],
    ['applicationName', { ...PAGE, applicationName: ATTACK }],
    ['applicationHost', { ...PAGE, applicationHost: ATTACK }],
    ['action', { ...PAGE, action: ATTACK }],
    ['request', { ...PAGE, request: ATTACK }],
  ])('shows an attack in %s as text', (_, attacked) => {
    const page = renderConsentPage(attacked);
    expect(page).toContain(ESCAPED);
    expect(tagsOf(page)).toEqual(tagsOf(renderConsentPage(PAGE)));
  });

  it.each<[change: Partial<ConsentPage>, shown: RegExp]>([
    [{}, /<h1>Connect “<bdi>A client<\/bdi>” to An application\?/],
    [{}, /<dd class="host">client\.example<\/dd>/],
    [{}, /<dd>https:\/\/client\.example\/client\.json<\/dd>/],
    [{}, /<dd>An application at app\.example\.com<\/dd>/],
    [{}, /<li>\s*read \(3 tools\)\s*<\/li>\s*<li>\s*change \(1 tool\)\s*<\/li>\s*<\/ul>/],
    [{ abilities: undefined } as never, /read, change and delete whatever you can/],
    [{}, /value="me" checked/],
    [{ connectAs: 'team' }, /value="team" checked/],
    [{}, /The name is what the client says of itself/],
    [{}, /each call moves you to the team that it is about, in your browser too/],
    [
      {},
      /meant to connect it to something else, deny: that other service has sent you here to\s+get into An app/,
    ],
    [
      { destination: { kind: 'this device', name: 'localhost' } },
      /class="warning">\s*This goes to a program on your own computer/,
    ],
    [
      { destination: { kind: 'an app', name: 'cursor://app' } },
      /class="warning">\s*This opens an app on your own device/,
    ],
  ])('%j shows %s', (change, shown) => {
    expect(renderConsentPage({ ...PAGE, ...change })).toMatch(shown);
  });

  it('names no document where there is none', () => {
    const { clientDocument: _, ...page } = PAGE;
    expect(renderConsentPage(page)).not.toContain('It is described at');
  });

  it('has Deny before Approve, so that the Enter key never approves', () => {
    expect(renderConsentPage(PAGE)).toMatch(/value="deny"[^]*value="approve"/);
  });
});

it.each([400, 401, 404, 405, 500, 503])(
  'the error page of %i shows an attack as text',
  (status) => {
    const page = renderErrorPage(status, ATTACK);
    expect(page).toContain(ESCAPED);
    expect(tagsOf(page)).toEqual(tagsOf(renderErrorPage(status, 'A message')));
  },
);

it('allows the style of a page and nothing else', () => {
  const [, style] = /<style>\s*([^]*?)\s*<\/style>/.exec(renderConsentPage(PAGE)) ?? [];
  expect(style).toBeDefined();
  const policy = pageHeaders()['Content-Security-Policy']!;
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
  expect(renderConsentPage(PAGE)).not.toMatch(/<script|<img|<iframe| on[a-z]+=| style=/i);
  // The hash is of what stands between the tags, white space included.
  const [, exact] = /<style>([^]*?)<\/style>/.exec(renderConsentPage(PAGE))!;
  const hash = createHash('sha256').update(exact!).digest('base64');
  expect(policy).toContain(`style-src 'sha256-${hash}'`);
});

describe('the connect page', () => {
  const page = (signIn: ConnectPage['signIn']) =>
    renderConnectPage({
      applicationName: 'An application',
      url: 'https://mcp.example.com/mcp',
      connectionName: 'an-application',
      problems: [],
      signIn,
    });

  it.each(['open', 'own client'] as const)('says where sign-in may end (%s)', (signIn) => {
    expect(page(signIn)).toMatch(/you may end up\s+on a page of An application.*start again/s);
  });

  it("tells how to make a client ID of one's own, and which token to leave alone", () => {
    expect(page('own client')).toMatch(
      /Developers → API.*Provision New Platform Application.*separated by spaces.*https\s+addresses alone.*Default Access Token.*not yours/s,
    );
    expect(page('open')).not.toContain('Default Access Token');
  });
});

it('the error page of a sign-in knows the detour by another account', () => {
  expect(renderErrorPage(400, 'A message', true)).toMatch(/another account.*start\s+again/s);
  expect(renderErrorPage(400, 'A message')).not.toContain('another account');
});
