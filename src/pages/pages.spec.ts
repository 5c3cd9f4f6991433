import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { renderAccountPage, type AccountPage } from './account-page.js';
import { renderConnectPage as connectPage, type ConnectPage } from './connect-page.js';
import { renderConsentPage as consentPage, type ConsentPage } from './consent-page.js';
import { renderErrorPage as errorPage, type ErrorPage } from './error-page.js';
import { LANGUAGES, type Language } from './language.js';
import { pageHeaders, renderPage, type Page } from './page.js';
import { wordsOf } from './words.js';

const ATTACK = `"'><script>alert(1)</script><img src=x onerror="alert(1)">&amp;</title></style>\${1}`;
const ESCAPED =
  '&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&amp;amp;&lt;/title&gt;&lt;/style&gt;${1}';

const PAGE: ConsentPage = {
  clientName: 'A client',
  clientDocument: 'https://client.example/client.json',
  destination: { kind: 'website', name: 'client.example' },
  applicationName: 'An application',
  applicationHost: 'app.example.com',
  choices: ['read', 'read write', 'read write delete'],
  chosen: 'read',
  abilities: { read: 3, write: 1, delete: 0 },
  action: '/oauth/consent',
  request: 'sealed',
};

const render = (page: Page, language: Language = 'en') =>
  renderPage(page(wordsOf(language)), { language, brand: {}, query: '' });
const renderConsentPage = (page: ConsentPage, language?: Language) =>
  render(consentPage(page), language);
const renderErrorPage = (error: Partial<ErrorPage>, language?: Language) =>
  render(
    errorPage({ status: 400, code: 'invalid_request', message: 'A message', ...error }),
    language,
  );

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
    [{}, /value="read" checked\s*\/>\s*only read \(3 tools\)/],
    [{}, /value="read write"\s*\/>\s*read and change \(4 tools\)/],
    [{ chosen: 'read write delete' }, /value="read write delete" checked/],
    [
      { choices: ['read', 'read delete'] },
      /value="read delete"\s*\/>\s*read and delete \(3 tools\)/,
    ],
    [{ abilities: undefined } as never, /everything: read, change and delete<\/label/],
    [{}, /The name is what the client says of itself/],
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

  it('names no metadata document for a client that has none', () => {
    const { clientDocument: _, ...page } = PAGE;
    expect(renderConsentPage(page)).not.toContain('It is described at');
  });

  it('has Deny before Approve, so that the Enter key never approves', () => {
    expect(renderConsentPage(PAGE)).toMatch(/value="deny"[^]*value="approve"/);
  });
});

describe('the account page', () => {
  const ACCOUNT: AccountPage = {
    clientName: 'A client',
    applicationName: 'An application',
    applicationUrl: 'https://app.example.com',
    email: 'alice@example.com',
    isUnexpected: false,
    teams: [{ id: '1', name: 'Acme' }],
    limits: true,
    hasMoreTeams: false,
    connectAs: 'me',
    action: '/oauth/account',
    request: 'sealed',
  };

  it.each<[field: string, attacked: Partial<AccountPage>]>([
    ['clientName', { clientName: ATTACK }],
    ['applicationName', { applicationName: ATTACK }],
    ['email', { email: ATTACK }],
    ['a team', { teams: [{ id: ATTACK, name: ATTACK }] }],
    ['request', { request: ATTACK }],
  ])('shows an attack in %s as text', (_, attacked) => {
    const page = render(renderAccountPage({ ...ACCOUNT, ...attacked }));
    expect(page).toContain(ESCAPED);
    expect(tagsOf(page)).toEqual(tagsOf(render(renderAccountPage(ACCOUNT))));
  });

  it.each<[change: Partial<AccountPage>, shown: RegExp]>([
    [{}, /Signed in as <bdi>alice@example\.com<\/bdi> in An application/],
    [{}, /value="me" checked/],
    [{}, /each call moves you to the team that it is about, in your browser too/],
    [{ connectAs: 'team' }, /value="team" checked/],
    [{ connectAs: 'team', teams: [] }, /value="me" checked/],
    [{}, /<option value="1">Acme<\/option>/],
    [{}, /Open\s+<a\s+href="https:\/\/app\.example\.com"/],
    [{ isUnexpected: true }, /class="warning">\s*“<bdi>A client<\/bdi>” expects another account/],
    [{ email: undefined } as never, /You are signed in to An application/],
  ])('%j shows %s', (change, shown) => {
    expect(render(renderAccountPage({ ...ACCOUNT, ...change }))).toMatch(shown);
  });
});

it.each([400, 401, 404, 405, 500, 503])(
  'the error page of %i shows an attack as text',
  (status) => {
    const page = renderErrorPage({ status, message: ATTACK });
    expect(page).toContain(ESCAPED);
    expect(tagsOf(page)).toEqual(tagsOf(renderErrorPage({ status })));
  },
);

it("the content security policy allows only the page's own style", () => {
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
    render(
      connectPage({
        applicationName: 'An application',
        url: 'https://mcp.example.com/mcp',
        connectionName: 'an-application',
        problems: [],
        signIn,
      }),
    );

  it.each(['open', 'own client'] as const)('says where sign-in may lead (%s)', (signIn) => {
    expect(page(signIn)).toMatch(/you may end up\s+on a page of An application.*start again/s);
  });

  it("says how to make one's own client ID, and which token not to use", () => {
    expect(page('own client')).toMatch(
      /Developers → API.*Provision New Platform Application.*separated by spaces.*https\s+addresses alone.*Default Access Token.*not yours/s,
    );
    expect(page('open')).not.toContain('Default Access Token');
  });
});

describe('the error page in other languages', () => {
  const alert = (page: string) => /<p role="alert">([^]*?)<\/p>/.exec(page)![1];
  const others = LANGUAGES.filter((language) => language !== 'en');

  it.each(others)('has the common errors in %s, with no English left', (language) => {
    const message = 'Too many requests: wait 7 s';
    const page = renderErrorPage({ status: 429, message, seconds: '7' }, language);
    expect(alert(page)).toMatch(/ 7 |。7 /);
    expect(page).not.toContain('Too many');
  });

  it.each(others)(
    'explains in %s, by its error code, a message without a translation, and quotes it',
    (language) => {
      const page = renderErrorPage({ code: 'invalid_scope', message: 'No <such> scope' }, language);
      expect(alert(page)).toContain(wordsOf(language).say('code.invalid_scope').text);
      expect(page).toContain('<span lang="en">No &lt;such&gt; scope</span>');
    },
  );

  it('quotes a message with an unknown code', () => {
    const page = renderErrorPage({ code: 'x', message: 'A message' }, 'es');
    expect(alert(page)).toContain('<span lang="en">A message</span>');
  });
});

it('the error page of a sign-in offers to use another account', () => {
  expect(renderErrorPage({ isSignIn: true })).toMatch(/another account.*start\s+again/s);
  expect(renderErrorPage({})).not.toContain('another account');
});
