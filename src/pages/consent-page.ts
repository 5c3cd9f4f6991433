import { html, type Html } from './html.js';
import type { OperationKind } from '../values/operation-kind.js';
import type { Page } from './page.js';
import type { TextKey, Words } from './words.js';

export interface ConsentPage {
  /** The name that the client gives itself. */
  clientName: string;
  /** The address of its metadata document: the part of its identity that it cannot make up. */
  clientDocument?: string;
  /** Where the person goes afterwards: a host, or a scheme of the person's own device. */
  destination: { kind: 'website' | 'this device' | 'an app'; name: string };
  applicationName: string;
  applicationHost: string;
  /** What the person can let it do, each a list of kinds of operations with spaces between them. */
  choices: readonly string[];
  /** The one that is chosen unless the person chooses another. */
  chosen: string;
  /** How many of the application's operations do what; undefined while that is not known. */
  abilities?: Record<OperationKind, number>;
  /** What the client asks to learn of the person: nothing, their name, or their email address too. */
  learns?: 'name' | 'email' | undefined;
  /** Where the answer is posted, with these fields. */
  action: string;
  request: string;
}

/** Asks a person whether a client may work in the application as them. */
export function renderConsentPage(page: ConsentPage): Page {
  const { applicationName: application, applicationHost: host, clientName } = page;
  return (words) => {
    const { say } = words;
    const client = html`<bdi>${clientName}</bdi>`;
    const connections = html`<a href="/connections" target="_blank">${say('connections.name')}</a>`;
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
        </dl>
        ${renderWarning(page.destination.kind, words)}
        <p class="muted">${say('consent.not_meant', { application })}</p>
        <form method="post" action="${page.action}">
          <input type="hidden" name="request" value="${page.request}" />
          <fieldset>
            <legend>${say('consent.access')}</legend>
            ${page.choices.map((choice) => renderAccess(choice, page, words))}
            <p class="muted">${say('consent.access_note')}</p>
            ${page.learns && html`<p>${say(`consent.learns_${page.learns}`, { application })}</p>`}
          </fieldset>
          <div class="buttons">
            <button name="decision" value="deny">${say('consent.deny')}</button>
            <button class="primary" name="decision" value="approve">
              ${say('consent.approve')}
            </button>
          </div>
        </form>
        <p class="muted after">${say('consent.end', { connections })}</p>`,
    };
  };
}

export const ACCESS = {
  read: 'consent.access_read',
  'read write': 'consent.access_write',
  'read delete': 'consent.access_delete',
  'read write delete': 'consent.access_all',
} as const satisfies Record<string, TextKey>;

function renderAccess(choice: string, page: ConsentPage, { say, count }: Words): Html {
  const { abilities, chosen } = page;
  // The endpoint offers these choices and no others.
  const what = say(ACCESS[choice as keyof typeof ACCESS]);
  // A choice is a list of kinds.
  const kinds = choice.split(' ') as OperationKind[];
  const tools = abilities && kinds.reduce((sum, kind) => sum + abilities[kind], 0);
  const text =
    tools === undefined
      ? what
      : say('consent.ability', { kind: what, tools: count('tools', tools) });
  const checked = choice === chosen && html`checked`;
  return html`<label
    ><input type="radio" name="access" value="${choice}" ${checked} /> ${text}</label
  >`;
}

function renderWarning(kind: ConsentPage['destination']['kind'], { say }: Words): Html {
  if (kind === 'website') return html`<p class="muted">${say('consent.website')}</p>`;
  const text = kind === 'an app' ? say('consent.app') : say('consent.device');
  return html`<p class="warning">${text}</p>`;
}
