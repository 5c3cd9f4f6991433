import { clientGuides, copyable, type ClientGuide } from './client-guides.js';
import { CONNECT_EXTRAS } from './connect-extras.js';
import { html, type Html } from './html.js';
import { KIND_WORDS, type OperationKind } from './kind-words.js';
import { renderPage } from './page.js';

export interface ListedTool {
  name: string;
  title: string;
  kind: OperationKind;
}

export interface ConnectPage {
  applicationName: string;
  /** The MCP endpoint. */
  url: string;
  /** What the connection is called in a client's configuration: lower case, digits and dashes. */
  connectionName: string;
  /** What is not up, one sentence each. */
  problems: string[];
  /** What a client needs besides the address: nothing, a client ID of the person's own, or what nobody has. */
  signIn: 'open' | 'own client' | 'closed';
  /** By the resource that they are about; undefined until they are known. */
  tools?: ReadonlyMap<string, ListedTool[]>;
  /** How many tools a client lists instead, which search them. */
  searchTools?: number;
}

/** Tells a person how to connect their client, and what the connection can do. */
export function renderConnectPage(page: ConnectPage): string {
  const { applicationName, url } = page;
  return renderPage(
    `Connect to ${applicationName}`,
    html`<h1>Work in ${applicationName} from your AI assistant</h1>
      <p>
        Give this address to your assistant, and sign in as yourself. It sees and does what you may,
        and nothing else.
      </p>
      ${copyable('address', html`<code id="address">${url}</code>`, url)}
      <p id="copied" role="status" class="unseen"></p>
      ${renderStatus(page.problems)} ${renderSignIn(page)}
      <h2 id="how">How to connect</h2>
      <div class="tabs" role="radiogroup" aria-labelledby="how">
        ${clientGuides(url, page.connectionName).map(renderGuide)}
      </div>
      ${renderDetour(page)}
      <h2>What it can do</h2>
      ${renderTools(page)}`,
    CONNECT_EXTRAS,
  );
}

function renderStatus(problems: string[]): Html {
  return problems.length === 0
    ? html`<p class="status">Everything is up.</p>`
    : html`<p class="status degraded">
          Not everything is up. You can add the address already; if signing in fails, try again
          later.
        </p>
        <details>
          <summary>For whoever runs this server</summary>
          <ul>
            ${problems.map((problem) => html`<li>${problem}</li>`)}
          </ul>
        </details>`;
}

function renderSignIn({ signIn, applicationName }: ConnectPage): Html | false {
  if (signIn === 'open') return false;
  if (signIn === 'closed') {
    return html`<p class="warning">
      Nobody can sign in here yet: whoever runs this server has to register it with
      ${applicationName} first.
    </p>`;
  }
  return html`<p class="warning">
      You need a client ID of your own, and have to be an admin of a team in ${applicationName} for
      it.
    </p>
    <ol>
      <li>
        There open <b>Developers → API</b> and choose <b>Provision New Platform Application</b>.
      </li>
      <li>
        Enter a name and, as <b>Redirect URI</b>, the address that your client shows; several go
        into the one field, separated by spaces. Outside of development ${applicationName} takes
        https addresses alone, so that a client on your own computer, which goes back to
        http://localhost, cannot be connected this way.
      </li>
      <li>
        Enter its <b>Client UID</b> and <b>Client Secret</b> in the client, among the OAuth or
        advanced settings.
      </li>
    </ol>
    <p class="muted">
      Leave the “Default Access Token” there alone: it is not yours. It belongs to a robot that is
      an admin of the whole team, it never expires, and every member of the team can see it.
    </p>`;
}

/** Bullet Train forgets where one came from after a sign-in with Google, GitHub and the like. */
function renderDetour({ applicationName, signIn }: ConnectPage): Html | false {
  return (
    signIn !== 'closed' &&
    html`<p class="muted">
      If you sign in with another account, such as Google’s, or with a new password, you may end up
      on a page of ${applicationName} and not back in your assistant. Then start again from your
      assistant: you are signed in now, and come straight back.
    </p>`
  );
}

function renderGuide({ id, name, obstacle, steps, note }: ClientGuide, index: number): Html {
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
      ${note && html`<p class="muted">${note}</p>`}
    </section>`;
}

function renderTools({ tools, searchTools }: ConnectPage): Html {
  if (!tools) return html`<p>That is not known yet: the application has not answered.</p>`;
  if (tools.size === 0) {
    return html`<p>
      Nothing yet: the application offers no operations, or whoever runs this server allows none.
    </p>`;
  }
  return html`<p>
      ${summarize([...tools.values()].flat())}
      ${
        searchTools !== undefined &&
        `Your client lists ${searchTools} others instead, which find and call these.`
      }
    </p>
    <p class="search" hidden>
      <label for="search">Search</label>
      <span id="found" role="status" class="muted"></span>
      <input type="search" id="search" autocomplete="off" />
    </p>
    ${[...tools].map(renderResource)}`;
}

function summarize(tools: ListedTool[]): string {
  const counts = (['read', 'write', 'delete'] as const)
    .map((kind) => ({ kind, count: tools.filter((tool) => tool.kind === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${count} to ${KIND_WORDS[kind]}`);
  return `${tools.length} ${tools.length === 1 ? 'tool' : 'tools'}: ${counts.join(', ')}.`;
}

function renderResource([resource, tools]: [resource: string, tools: ListedTool[]]): Html {
  return html`<details class="resource" data-name="${resource}">
    <summary>${resource} <span class="muted">${tools.length}</span></summary>
    <ul>
      ${tools.map(renderTool)}
    </ul>
  </details>`;
}

/** In one line: an application may have hundreds. */
function renderTool({ name, title, kind }: ListedTool): Html {
  return html`<li>
    <span class="kind ${kind}">${KIND_WORDS[kind]}</span
    ><span>${title} <code class="muted">${name}</code></span>
  </li>`;
}
