import { clientGuides, type ClientGuide } from './client-guides.js';
import { CONNECT_EXTRAS } from './connect-extras.js';
import { copyable } from './copyable.js';
import { html, type Html } from './html.js';
import type { OperationKind } from '../values/operation-kind.js';
import type { Language } from './language.js';
import type { Page } from './page.js';
import type { Words } from './words.js';

export interface ListedTool {
  name: string;
  title: string;
  kind: OperationKind;
}

export interface ConnectPage {
  applicationName: string;
  /** The MCP endpoint, with a query if it is narrowed. */
  url: string;
  /** Whether this is the page for reading only, or for all that the person may do; undefined where nothing changes. */
  access?: 'full' | 'read only';
  /** What the connection is called in a client's configuration: lower case, digits and dashes. */
  connectionName: string;
  /** The services that are down, in one sentence each. */
  problems: string[];
  /** What a client needs beside the URL: nothing, the person's own client ID, or something that nobody has. */
  signIn: 'open' | 'own client' | 'closed';
  /** By the resource that they are about, '' for none; undefined until they are known. */
  tools?: ReadonlyMap<string, ListedTool[]>;
  /** How many tools a client lists instead, which search them. */
  searchTools?: number;
}

/** Tells a person how to connect their client, and what the connection can do. */
export function renderConnectPage(page: ConnectPage): Page {
  const { applicationName: application, url } = page;
  return (words) => {
    const { say } = words;
    return {
      title: say('connect.title', { application }),
      content: html`<h1>${say('connect.heading', { application })}</h1>
        <p>${say('connect.intro')}</p>
        ${page.access && renderAccess(page.access, words)}
        ${copyable(say('copy.address'), html`<code id="address">${url}</code>`, url, words)}
        ${page.access === 'read only' && html`<p>${say('connect.read_only_note')}</p>`}
        <p id="copied" role="status" class="unseen"></p>
        ${renderScriptWords(words)} ${renderStatus(page.problems, words)}
        ${renderSignIn(page, words)}
        <h2 id="how">${say('connect.how')}</h2>
        ${words.language !== 'en' && html`<p class="muted">${say('guide.labels')}</p>`}
        <div class="tabs" role="radiogroup" aria-labelledby="how">
          ${clientGuides(url, page.connectionName, words).map((guide, index) =>
            renderGuide(guide, index, words),
          )}
        </div>
        ${
          page.signIn !== 'closed' &&
          html`<p class="muted">${say('connect.detour', { application })}</p>`
        }
        <h2>${say('connect.abilities')}</h2>
        ${renderTools(page, words)}`,
      extras: CONNECT_EXTRAS,
    };
  };
}

/** The same page, for the other address. */
function renderAccess(access: 'full' | 'read only', { language, say }: Words): Html {
  const link = (to: typeof access, query: string, text: Html) =>
    html`<a href="?lang=${language}${query}" ${to === access && html`aria-current="true"`}
      >${text}</a
    >`;
  return html`<nav class="choice" aria-label="${say('connect.access')}">
    ${link('full', '', say('connect.full'))}
    ${link('read only', '&readonly=true', say('connect.read_only'))}
  </nav>`;
}

/** What the page's script says; it is the same in every language, and so is its hash. */
function renderScriptWords({ say }: Words): Html {
  return html`<span
    id="words"
    hidden
    data-copy="${say('copy.button')}"
    data-copied="${say('copy.done')}"
    data-selected="${say('copy.selected')}"
    data-some="${say('search.some', { shown: '{shown}', all: '{all}' })}"
    data-found="${say('search.found', { found: '{found}', all: '{all}' })}"
    data-none="${say('search.none')}"
  ></span>`;
}

function renderStatus(problems: string[], { say }: Words): Html {
  return problems.length === 0
    ? html`<p class="status">${say('connect.up')}</p>`
    : html`<p class="status degraded">${say('connect.degraded')}</p>
        <details>
          <summary>${say('connect.for_operator')}</summary>
          <ul lang="en">
            ${problems.map((problem) => html`<li>${problem}</li>`)}
          </ul>
        </details>`;
}

function renderSignIn({ signIn, applicationName: application }: ConnectPage, { say }: Words) {
  if (signIn === 'open') return undefined;
  if (signIn === 'closed') {
    return html`<p class="warning">${say('connect.closed', { application })}</p>`;
  }
  return html`<p class="warning">${say('connect.own_client', { application })}</p>
    <ol>
      <li>${say('connect.own_client_1', { application })}</li>
      <li>${say('connect.own_client_2', { application })}</li>
      <li>${say('connect.own_client_3')}</li>
    </ol>
    <p class="muted">${say('connect.robot_token')}</p>`;
}

function renderGuide(guide: ClientGuide, index: number, { language, say }: Words): Html {
  const { id, name, obstacle, steps, note, checked } = guide;
  return html`<input
      type="radio"
      name="client"
      id="client-${id}"
      ${index === 0 && html`checked`}
    /><label for="client-${id}">${name}</label>
    <section aria-label="${name}">
      ${obstacle && html`<p class="warning">${obstacle}</p>`}
      <ol>
        ${steps.map((step) => html`<li>${step}</li>`)}
      </ol>
      ${note && html`<div class="muted">${note}</div>`}
      <p class="muted">${say('connect.checked', { month: monthIn(language, checked) })}</p>
    </section>`;
}

/** @param month as YYYY-MM */
function monthIn(language: Language, month: string): string {
  const format = { year: 'numeric', month: 'long', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(language, format).format(new Date(month));
}

function renderTools({ tools, searchTools }: ConnectPage, words: Words): Html {
  const { say } = words;
  if (!tools) return html`<p>${say('connect.unknown')}</p>`;
  if (tools.size === 0) return html`<p>${say('connect.nothing')}</p>`;
  return html`<p>
      ${summarize([...tools.values()].flat(), words)}
      ${searchTools !== undefined && say('connect.searched', { count: searchTools })}
    </p>
    <p class="search" hidden>
      <label for="search">${say('search.label')}</label>
      <span id="found" role="status" class="muted"></span>
      <input type="search" id="search" autocomplete="off" />
    </p>
    ${[...tools].map(([resource, listed]) => renderResource(resource, listed, words))}`;
}

function summarize(tools: ListedTool[], { language, say, count }: Words): Html {
  const counts = (['read', 'write', 'delete'] as const)
    .map((kind) => ({ kind, count: tools.filter((tool) => tool.kind === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => say('connect.kind', { count, kind: say(`kind.${kind}`) }));
  const comma = language === 'ja' ? '、' : ', ';
  const kinds = counts.map((text, at) => html`${at > 0 && comma}${text}`);
  return say('connect.summary', { tools: count('tools', tools.length), kinds });
}

function renderResource(resource: string, tools: ListedTool[], words: Words): Html {
  const name = resource === '' ? words.say('connect.other') : resource;
  return html`<details class="resource" data-name="${name}">
    <summary>${name} <span class="muted">${tools.length}</span></summary>
    <ul>
      ${tools.map((tool) => renderTool(tool, words))}
    </ul>
  </details>`;
}

/** In one line: an application may have hundreds. */
function renderTool({ name, title, kind }: ListedTool, { say }: Words): Html {
  return html`<li>
    <span class="kind ${kind}">${say(`kind.${kind}`)}</span
    ><span>${title} <code class="muted">${name}</code></span>
  </li>`;
}
