import { createHash } from 'node:crypto';
import { brandLinks, brandLogo, type Brand } from './brand.js';
import { Html, html } from './html.js';
import { ICON_ADDRESS } from './icon.js';
import { LANGUAGE_NAMES, LANGUAGES, type Language } from './language.js';
import { wordsOf, type Words } from './words.js';

const STYLE = `
:root {
  color-scheme: light dark;
  --text: light-dark(#17202a, #e8ebef);
  --muted: light-dark(#55606d, #a3adb9);
  --ground: light-dark(#f2f4f7, #12161b);
  --card: light-dark(#fff, #1b2129);
  --line: light-dark(#cfd6de, #3a444f);
  --accent: light-dark(#1a56db, #8ab4ff);
  --on-accent: light-dark(#fff, #0c1a33);
  --warning: light-dark(#fff4d6, #3a2e0c);
  --good: light-dark(#177245, #5cc98b);
  --bad: light-dark(#b3261e, #ff9b93);
}
* { box-sizing: border-box; }
body { margin: 0; padding: 1.5rem 1rem; background: var(--ground); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
[hidden] { display: none !important; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
main { max-width: 32rem; margin: 4vh auto; padding: clamp(1.25rem, 5vw, 1.75rem); background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
h1 { margin: 0 0 1rem; font-size: 1.4rem; line-height: 1.3; overflow-wrap: anywhere; text-wrap: balance; }
p { margin: 0 0 1rem; overflow-wrap: anywhere; }
p, li { text-wrap: pretty; }
:lang(ja) { word-break: auto-phrase; }
main > :last-child { margin-bottom: 0; }
.logo { display: block; width: 3rem; height: 3rem; margin: 0 0 1rem; object-fit: contain; }
footer { max-width: 46rem; margin: 0 auto; }
.links, .languages { display: flex; flex-wrap: wrap; justify-content: center; gap: .25rem 1rem; font-size: .9rem; }
.links { margin: 0 0 .5rem; }
.links a, .languages > * { flex: none; padding: .25rem 0; border: 0; color: var(--muted); font-weight: 400; text-decoration: underline; }
.languages [aria-current] { color: var(--text); font-weight: 600; text-decoration: none; }
a { color: var(--accent); }
dl { margin: 0 0 1.25rem; }
dt { color: var(--muted); font-size: .9rem; }
dd { margin: 0 0 .75rem; overflow-wrap: anywhere; }
.host { font-size: 1.35rem; font-weight: 600; }
.muted { color: var(--muted); font-size: .9rem; }
.warning { padding: .75rem 1rem; background: var(--warning); border: 1px solid var(--line); border-radius: .5rem; }
fieldset { margin: 0 0 1.25rem; padding: .75rem 1rem; border: 1px solid var(--line); border-radius: .5rem; }
legend { padding: 0 .35rem; color: var(--muted); font-size: .9rem; }
label { display: block; padding: .25rem 0; }
fieldset label { display: flex; gap: .5rem; align-items: baseline; }
.connections { padding: 0; list-style: none; }
.connections li { margin: 0 0 1rem; padding: .75rem 1rem; border: 1px solid var(--line); border-radius: .5rem; }
.connections form { display: flex; }
h2 { margin: 0 0 .5rem; font-size: 1.1rem; overflow-wrap: anywhere; }
.after { margin-top: 1rem; }
.within { margin: 0 0 .5rem 1.6rem; max-height: 14rem; overflow-y: auto; }
input { accent-color: var(--accent); }
fieldset > :last-child { margin-bottom: 0; }
ul { margin: 0; padding-left: 1.2rem; }
.buttons { display: flex; flex-wrap: wrap; gap: .75rem; }
.buttons button { flex: 1 1 auto; min-width: 8rem; }
button { flex: 1 1 8rem; padding: .65rem 1rem; border: 1px solid var(--accent); border-radius: .5rem; background: transparent; color: var(--accent); font: inherit; font-weight: 600; cursor: pointer; }
button.primary { background: var(--accent); color: var(--on-accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`;

/** A stylesheet or a script, and its hash for the Content-Security-Policy (CSP3 §8.4). */
export class Inline {
  readonly element: Html;
  readonly source: string;

  constructor(kind: 'style' | 'script', text: string) {
    // One piece, so that nothing can come between the text and its hash.
    this.element = new Html(`<${kind}>${text}</${kind}>`);
    this.source = `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  }
}

const LOOK = new Inline('style', STYLE);

/** What a page has beside the common look. */
export interface PageExtras {
  style?: Inline;
  script?: Inline;
}

/**
 * What goes with every page: it runs nothing but its own script, loads nothing but the operator's logo and is
 * never framed. No search engine lists it.
 *
 * There is no `form-action`: Chromium applies it to the redirects after the consent form as well, and
 * those lead to the application and to the client. There is no `Cross-Origin-Opener-Policy`: clients
 * sign in in a popup that has to find its opener again. The referrer stays on this site, and is not
 * forbidden altogether, because browsers would then send `Origin: null` with the form.
 */
export function pageHeaders(
  { style, script }: PageExtras = {},
  { logoUrl }: Brand = {},
): Record<string, string> {
  const policy = [
    `default-src 'none'`,
    logoUrl === undefined ? `img-src data:` : `img-src ${new URL(logoUrl).origin}`,
    `style-src ${[LOOK, style].map((inline) => inline?.source ?? '').join(' ')}`,
    ...(script ? [`script-src ${script.source}`] : []),
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
  ];
  return {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': policy.join('; '),
    'X-Frame-Options': 'DENY',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
    'X-Robots-Tag': 'noindex',
    'Cache-Control': 'no-store',
  };
}

/** What a page says. */
export interface PageContent {
  title: Html;
  content: Html;
  extras?: PageExtras;
  /** For a page that no link leads to: where its form is posted to see it in another language. */
  again?: { action: string; request: string };
}

/** A page before it is known in which language it is read. */
export type Page = (words: Words) => PageContent;

interface PageSetting {
  language: Language;
  brand: Brand;
  /** The page's path, for links to it in other languages; undefined for no such links. */
  query: string | undefined;
}

/** @returns a whole page, in the reader's light or dark setting */
export function renderPage(page: PageContent, { language, brand, query }: PageSetting): string {
  const { title, content, extras: { style, script } = {}, again } = page;
  const words = wordsOf(language);
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="icon" href="${brand.logoUrl ?? ICON_ADDRESS}" />
        <title>${title}</title>
        ${LOOK.element} ${style?.element}
      </head>
      <body>
        <main>${brandLogo(brand)} ${content}</main>
        <footer>
          ${brandLinks(brand, words)}
          ${query !== undefined ? languageLinks(query, words) : again && languageButtons(again, words)}
        </footer>
        ${script?.element}
      </body>
    </html>`.text;
}

function languageLinks(query: string, words: Words): Html {
  return renderLanguages(words, (language, attributes) => {
    const parameters = new URLSearchParams(query);
    parameters.set('lang', language);
    return html`<a href="?${parameters.toString()}" hreflang="${language}" ${attributes}
      >${LANGUAGE_NAMES[language]}</a
    >`;
  });
}

function languageButtons(
  { action, request }: NonNullable<PageContent['again']>,
  words: Words,
): Html {
  return html`<form method="post" action="${action}">
    <input type="hidden" name="request" value="${request}" />
    ${renderLanguages(
      words,
      (language, attributes) =>
        html`<button formaction="${action}?lang=${language}" ${attributes}>
          ${LANGUAGE_NAMES[language]}
        </button>`,
    )}
  </form>`;
}

function renderLanguages(
  { language: current, say }: Words,
  renderOne: (language: Language, attributes: Html) => Html,
): Html {
  const all = LANGUAGES.map((language) =>
    renderOne(
      language,
      html`lang="${language}" ${language === current && html`aria-current="true"`}`,
    ),
  );
  return html`<nav class="languages" aria-label="${say('language')}">${all}</nav>`;
}
