import { ACCESS } from './consent-page.js';
import { html, type Html } from './html.js';
import type { Page } from './page.js';
import type { Words } from './words.js';

export interface ShownConnection {
  id: string;
  client: string;
  /** As granted, with spaces between. */
  scope: string;
  /** Names; undefined for all of the person's. */
  teams?: readonly string[];
  isMember?: true;
  /** What the client learns of the person: nothing, their name, or their email address too. */
  learns?: 'name' | 'email' | undefined;
  /** Seconds since 1970. */
  at: number;
}

export interface ConnectionsPage {
  applicationName: string;
  applicationUrl: string;
  /** Where the application itself lists what may act for the person. */
  authorizedUrl: string;
  /** Undefined where the application does not say. */
  email?: string;
  connections: readonly ShownConnection[];
  /** The client that was just disconnected. */
  ended?: string;
  /** Whether every replica knows of it, also after a restart. */
  isShared: boolean;
  /** Where the answer is posted, with this in it. */
  action: string;
  request: string;
  /** Where the same page is in another language, posted in the same way. */
  languageAction: string;
}

/** Lists what a person has approved in this browser, each with a way to end it. */
export function renderConnectionsPage(page: ConnectionsPage): Page {
  const { applicationName: application, email } = page;
  return (words) => {
    const { say } = words;
    const site = html`<a href="${page.applicationUrl}" target="_blank" rel="noreferrer"
      >${application}</a
    >`;
    const list = html`<a href="${page.authorizedUrl}" target="_blank" rel="noreferrer"
      >${say('connections.list')}</a
    >`;
    return {
      title: say('connections.title', { application }),
      content: html`<h1>${say('connections.title', { application })}</h1>
        ${page.ended !== undefined && renderEnded(page.ended, page, words)}
        ${email !== undefined && html`<p>${say('connections.whose', { email: html`<bdi>${email}</bdi>` })}</p>`}
        ${
          page.connections.length === 0
            ? html`<p>${say('connections.none')}</p>`
            : html`<ul class="connections">
                ${page.connections.map((one) => renderConnection(one, page, words))}
              </ul>`
        }
        <h2>${say('connections.others')}</h2>
        <p class="muted">${say('connections.unknown', { site, list })}</p>
        <p class="muted">${say('account.not_you', { site })}</p>
        <p><a href="/connections">${say('account.switch')}</a></p>`,
      again: { action: page.languageAction, request: page.request },
    };
  };
}

function renderEnded(client: string, { isShared }: ConnectionsPage, { say }: Words): Html {
  const values = { client: html`<bdi>${client}</bdi>` };
  const text = isShared ? say('connections.ended', values) : say('connections.ended_here', values);
  return html`<p class="warning" role="status">${text}</p>`;
}

function renderConnection(
  { id, client, scope, teams, isMember, learns, at }: ShownConnection,
  page: ConnectionsPage,
  { language, say }: Words,
): Html {
  const name = html`<bdi>${client}</bdi>`;
  const kinds = scope.split(' ').filter((word) => ['read', 'write', 'delete'].includes(word));
  // Other combinations have no text.
  const access = ACCESS[kinds.join(' ') as keyof typeof ACCESS];
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(
    at * 1000,
  );
  const named = html`<bdi>${new Intl.ListFormat(language).format(teams ?? [])}</bdi>`;
  const where = !teams
    ? say('connections.all_teams')
    : isMember
      ? say('connections.member', { team: named })
      : say('connections.teams', { teams: named });
  return html`<li>
    <h2>${name}</h2>
    <p>
      ${access && html`${say(access)}<br />`} ${where}<br />
      ${learns && html`${say(`connections.learns_${learns}`)}<br />`}
      <span class="muted">${say('connections.since', { date })}</span>
    </p>
    <form method="post" action="${page.action}">
      <input type="hidden" name="request" value="${page.request}" />
      <button name="connection" value="${id}">
        ${say('connections.disconnect', { client: name })}
      </button>
    </form>
  </li>`;
}
