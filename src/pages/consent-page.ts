import { html, type Html } from './html.js';
import { KIND_WORDS, type OperationKind } from './kind-words.js';
import { renderPage } from './page.js';

export interface ConsentPage {
  /** The name that the client gives itself. */
  clientName: string;
  /** The address of its metadata document: the part of its identity that it cannot make up. */
  clientDocument?: string;
  /** Where the person goes afterwards: a host, or a scheme of the person's own device. */
  destination: { kind: 'website' | 'this device' | 'an app'; name: string };
  applicationName: string;
  applicationHost: string;
  scope: string;
  /** How many of the application's operations do what; undefined while that is not known. */
  abilities?: Record<OperationKind, number>;
  /** Where the answer is posted, with these fields. */
  action: string;
  request: string;
  connectAs: 'me' | 'team';
}

/** Asks a person whether a client may work in the application as them. */
export function renderConsentPage(page: ConsentPage): string {
  const { clientName, applicationName } = page;
  return renderPage(
    `Connect ${clientName} to ${applicationName}?`,
    html`<h1>Connect “<bdi>${clientName}</bdi>” to ${applicationName}?</h1>
      <dl>
        <dt>It sends you back to</dt>
        <dd class="host">${page.destination.name}</dd>
        ${
          page.clientDocument !== undefined &&
          html`<dt>It is described at</dt>
            <dd>${page.clientDocument}</dd>`
        }
        <dt>It connects to</dt>
        <dd>${applicationName} at ${page.applicationHost}</dd>
        <dt>It may, with your permissions and until you revoke it (scope: ${page.scope})</dt>
        <dd>${renderAbilities(page.abilities)}</dd>
      </dl>
      ${WARNINGS[page.destination.kind]}
      <p class="muted">
        If you meant to connect it to something else, deny: that other service has sent you here to
        get into ${applicationName}.
      </p>
      <form method="post" action="${page.action}">
        <input type="hidden" name="request" value="${page.request}" />
        <fieldset>
          <legend>Connect as</legend>
          ${choice(page, 'me', 'myself, in all my teams')}
          ${choice(page, 'team', 'a new member of one team, which I choose next')}
          <p class="muted">
            As yourself, each call moves you to the team that it is about, in your browser too, as
            if you had switched teams there. Connected to one team, it leaves you where you are: the
            better choice if you work in the application meanwhile and are an admin of the team.
          </p>
        </fieldset>
        <div class="buttons">
          <button name="decision" value="deny">Deny</button>
          <button class="primary" name="decision" value="approve">Approve</button>
        </div>
      </form>`,
  );
}

function choice(page: ConsentPage, value: ConsentPage['connectAs'], text: string): Html {
  const checked = page.connectAs === value && html`checked`;
  return html`<label
    ><input type="radio" name="connect_as" value="${value}" ${checked} /> ${text}</label
  >`;
}

function renderAbilities(abilities: ConsentPage['abilities']): Html {
  if (!abilities) return html`read, change and delete whatever you can`;
  const kinds = (['read', 'write', 'delete'] as const).filter((kind) => abilities[kind] > 0);
  return html`<ul>
    ${kinds.map(
      (kind) =>
        html`<li>
          ${KIND_WORDS[kind]} (${abilities[kind]} ${abilities[kind] === 1 ? 'tool' : 'tools'})
        </li>`,
    )}
  </ul>`;
}

const WARNINGS: Record<ConsentPage['destination']['kind'], Html> = {
  website: html`<p class="muted">
    The name is what the client says of itself. Approve only if you have just asked for this
    connection and know the address above.
  </p>`,
  'this device': html`<p class="warning">
    This goes to a program on your own computer, and any program there can give itself this name.
    Approve only if you have just started the sign-in there.
  </p>`,
  'an app': html`<p class="warning">
    This opens an app on your own device, and any app there can give itself this name. Approve only
    if you have just started the sign-in there.
  </p>`,
};
