import { clientGuides, type ClientGuide } from './client-guides.js';
import { html, type Html } from './html.js';
import { Inline, renderPage, type PageExtras } from './page.js';

export interface ListedTool {
  name: string;
  title: string;
  effect: 'read' | 'change' | 'delete';
}

export interface ConnectPage {
  applicationName: string;
  /** The MCP endpoint. */
  url: string;
  /** What the connection is called in a client's configuration: lower case, digits and dashes. */
  connectionName: string;
  /** What is not up, one sentence each. */
  problems: string[];
  /** By the resource that they are about. */
  tools: ReadonlyMap<string, ListedTool[]>;
}

const style = new Inline(
  'style',
  `
main { max-width: 46rem; }
h2 { margin: 2rem 0 .75rem; font-size: 1.1rem; }
.url { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin: 0 0 1rem; }
.url code { flex: 1 1 16rem; padding: .6rem .75rem; border: 1px solid var(--line); border-radius: .5rem; font-size: 1.05rem; overflow-wrap: anywhere; }
.url button { flex: 0 0 auto; }
.status::before { content: "●"; margin-right: .4rem; color: var(--good); }
.status.degraded::before { color: var(--bad); }
.tabs { display: flex; flex-wrap: wrap; gap: .35rem; }
.tabs > input { position: absolute; opacity: 0; }
.tabs > label { order: 0; padding: .35rem .7rem; border: 1px solid var(--line); border-radius: 1rem; cursor: pointer; }
.tabs > input:checked + label { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.tabs > input:focus-visible + label { outline: 3px solid var(--accent); outline-offset: 2px; }
.tabs > section { order: 1; flex: 1 0 100%; min-width: 0; max-width: 100%; display: none; padding-top: .75rem; }
.tabs > input:checked + label + section { display: block; }
ol { margin: 0; padding-left: 1.3rem; }
li { margin: 0 0 .4rem; }
pre { margin: .35rem 0; padding: .6rem .75rem; border: 1px solid var(--line); border-radius: .5rem; overflow-x: auto; }
a.install { display: inline-block; margin: 0 0 .75rem; padding: .5rem .9rem; border-radius: .5rem; background: var(--accent); color: var(--on-accent); font-weight: 600; text-decoration: none; }
input[type=search] { width: 100%; padding: .5rem .75rem; border: 1px solid var(--line); border-radius: .5rem; background: transparent; color: inherit; font: inherit; }
details { border-top: 1px solid var(--line); }
summary { padding: .5rem 0; cursor: pointer; }
details ul { list-style: none; margin: 0 0 .75rem; padding: 0; }
.effect { display: inline-block; min-width: 4.5rem; color: var(--muted); font-size: .85rem; }
.effect.delete { color: var(--bad); }
`,
);

/** Copying and searching; without it the address can be selected and the list read. */
const script = new Inline(
  'script',
  `
for (const button of document.querySelectorAll('button[data-copy]')) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    document.getElementById('copied').textContent = 'Copied';
    button.textContent = 'Copied';
  });
}
const search = document.getElementById('search');
if (search) search.parentElement.hidden = false;
search?.addEventListener('input', () => {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let found = 0;
  for (const group of document.querySelectorAll('details')) {
    let shown = 0;
    for (const item of group.querySelectorAll('li')) {
      item.hidden = !words.every((word) => item.textContent.toLowerCase().includes(word));
      if (!item.hidden) shown += 1;
    }
    group.hidden = shown === 0;
    group.open = words.length > 0;
    found += shown;
  }
  document.getElementById('found').textContent = words.length ? found + ' found' : '';
});
`,
);

export const CONNECT_EXTRAS: PageExtras = { style, script };

/** Tells a person how to connect their client, and what the connection can do. */
export function renderConnectPage(page: ConnectPage): string {
  const { applicationName, url } = page;
  return renderPage(
    `Connect to ${applicationName}`,
    html`<h1>Work in ${applicationName} from your AI assistant</h1>
      <p>
        Give this address to your assistant, and sign in as yourself. It sees and does what you may.
      </p>
      <div class="url">
        <code id="address">${url}</code>
        <button type="button" class="primary" data-copy="${url}" hidden>Copy</button>
        <span id="copied" role="status" class="muted"></span>
      </div>
      ${renderStatus(page.problems)}
      <h2 id="how">How to connect</h2>
      <div class="tabs" role="radiogroup" aria-labelledby="how">
        ${clientGuides(url, page.connectionName).map(renderGuide)}
      </div>
      <h2>What it can do</h2>
      ${renderTools(page.tools)}`,
    CONNECT_EXTRAS,
  );
}

function renderStatus(problems: string[]): Html {
  return problems.length === 0
    ? html`<p class="status">Everything is up.</p>`
    : html`<p class="status degraded">Something is not up:</p>
        <ul>
          ${problems.map((problem) => html`<li>${problem}</li>`)}
        </ul>`;
}

function renderGuide({ id, name, install, steps }: ClientGuide, index: number): Html {
  return html`<input
      type="radio"
      name="client"
      id="client-${id}"
      ${index === 0 && html`checked`}
    /><label for="client-${id}">${name}</label>
    <section aria-label="${name}">
      ${install && html`<a class="install" href="${install.url}">${install.label}</a>`}
      <ol>
        ${steps.map((step) => html`<li>${step}</li>`)}
      </ol>
    </section>`;
}

function renderTools(tools: ConnectPage['tools']): Html {
  if (tools.size === 0) return html`<p>That is not known yet: the application is not up.</p>`;
  return html`<p hidden>
      <label for="search">Search</label>
      <input type="search" id="search" autocomplete="off" />
      <span id="found" role="status" class="muted"></span>
    </p>
    ${[...tools].map(
      ([resource, listed]) =>
        html`<details>
          <summary>${resource} <span class="muted">(${listed.length})</span></summary>
          <ul>
            ${listed.map(renderTool)}
          </ul>
        </details>`,
    )}`;
}

function renderTool({ name, title, effect }: ListedTool): Html {
  return html`<li>
    <span class="effect ${effect}">${effect}</span> ${title} <code class="muted">${name}</code>
  </li>`;
}
