import { html, type Html } from './html.js';
import type { OperationKind } from './operation-kind.js';
import type { Page } from './page.js';
import type { Words } from './words.js';

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
export function renderConsentPage(page: ConsentPage): Page {
  const { applicationName: application, applicationHost: host, clientName } = page;
  return (words) => {
    const { say } = words;
    const client = html`<bdi>${clientName}</bdi>`;
    return {
      title: say('consent.title', { client: clientName, application }),
      content: html`<h1>${say('consent.heading', { client, application })}</h1>
        <dl>
          <dt>${say('consent.destination')}</dt>
          <dd class="host">${page.destination.name}</dd>
          ${
            page.clientDocument !== undefined &&
            html`<dt>${say('consent.document')}</dt>
              <dd>${page.clientDocument}</dd>`
          }
          <dt>${say('consent.target')}</dt>
          <dd>${say('consent.target_at', { application, host })}</dd>
          <dt>${say('consent.abilities', { scope: page.scope })}</dt>
          <dd>${renderAbilities(page.abilities, words)}</dd>
        </dl>
        ${renderWarning(page.destination.kind, words)}
        <p class="muted">${say('consent.not_meant', { application })}</p>
        <form method="post" action="${page.action}">
          <input type="hidden" name="request" value="${page.request}" />
          <fieldset>
            <legend>${say('consent.as')}</legend>
            ${choice(page, 'me', say('consent.as_me'))}
            ${choice(page, 'team', say('consent.as_team'))}
            <p class="muted">${say('consent.as_note')}</p>
          </fieldset>
          <div class="buttons">
            <button name="decision" value="deny">${say('consent.deny')}</button>
            <button class="primary" name="decision" value="approve">
              ${say('consent.approve')}
            </button>
          </div>
        </form>`,
    };
  };
}

function choice(page: ConsentPage, value: ConsentPage['connectAs'], text: Html): Html {
  const checked = page.connectAs === value && html`checked`;
  return html`<label
    ><input type="radio" name="connect_as" value="${value}" ${checked} /> ${text}</label
  >`;
}

function renderAbilities(abilities: ConsentPage['abilities'], { say, count }: Words): Html {
  if (!abilities) return say('consent.all_abilities');
  const kinds = (['read', 'write', 'delete'] as const).filter((kind) => abilities[kind] > 0);
  return html`<ul>
    ${kinds.map((kind) => {
      const tools = count('tools', abilities[kind]);
      return html`<li>${say('consent.ability', { kind: say(`kind.${kind}`), tools })}</li>`;
    })}
  </ul>`;
}

function renderWarning(kind: ConsentPage['destination']['kind'], { say }: Words): Html {
  if (kind === 'website') return html`<p class="muted">${say('consent.website')}</p>`;
  const text = kind === 'an app' ? say('consent.app') : say('consent.device');
  return html`<p class="warning">${text}</p>`;
}
