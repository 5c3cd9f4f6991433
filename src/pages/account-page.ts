import { html, type Html } from './html.js';
import type { Page } from './page.js';
import type { Words } from './words.js';

export interface AccountPage {
  clientName: string;
  applicationName: string;
  /** Where the person can sign out of the application. */
  applicationUrl: string;
  /** Undefined where the application does not say. */
  email?: string;
  /** Whether the client has said that it expects another account. */
  isUnexpected: boolean;
  teams: readonly { id: string; name: string }[];
  /** Whether the person chooses among these teams. */
  limits: boolean;
  /** Whether they have more than are named. */
  hasMoreTeams: boolean;
  connectAs: 'me' | 'team';
  /** Where the answer is posted, with this in it. */
  action: string;
  request: string;
}

/** Names the account that a client is about to act as, before the client gets anything. */
export function renderAccountPage(page: AccountPage): Page {
  const { applicationName: application, email } = page;
  return (words) => {
    const { say } = words;
    const client = html`<bdi>${page.clientName}</bdi>`;
    const site = html`<a href="${page.applicationUrl}" target="_blank" rel="noreferrer"
      >${application}</a
    >`;
    return {
      title: say('account.title', { application }),
      content: html`<h1>
          ${email === undefined ? say('account.unknown', { application }) : say('account.heading', { email: html`<bdi>${email}</bdi>`, application })}
        </h1>
        ${page.isUnexpected && html`<p class="warning">${say('account.unexpected', { client })}</p>`}
        <p>${say('account.about', { client })}</p>
        <form method="post" action="${page.action}">
          <input type="hidden" name="request" value="${page.request}" />
          <fieldset>
            <legend>${say('consent.as')}</legend>
            ${choice(page, 'me', say('consent.as_me'))}
            ${page.teams.length > 0 && renderMember(page, words)}
            <p class="muted">${say('consent.as_note')}</p>
          </fieldset>
          ${page.limits && renderTeams(page, words)}
          <p class="muted">${say('account.not_you', { site })}</p>
          <div class="buttons">
            <button name="decision" value="deny">${say('consent.deny')}</button>
            <button name="decision" value="switch">${say('account.switch')}</button>
            <button class="primary" name="decision" value="approve">
              ${say('account.continue')}
            </button>
          </div>
        </form>`,
      again: { action: `${page.action}/language`, request: page.request },
    };
  };
}

/** All that are named are ticked, so that nothing is granted that the page does not show: no team joined later. */
function renderTeams({ teams, hasMoreTeams }: AccountPage, { say }: Words): Html | undefined {
  const [first] = teams;
  if (!first) return undefined;
  if (teams.length === 1) {
    return html`<p>${say('account.one_team', { team: html`<bdi>${first.name}</bdi>` })}</p>`;
  }
  const boxes = teams.map(
    ({ id, name }) =>
      html`<label
        ><input type="checkbox" name="teams" value="${id}" checked /> <bdi>${name}</bdi></label
      >`,
  );
  return html`<fieldset>
    <legend>${say('account.teams')}</legend>
    <label
      ><input type="radio" name="reach" value="these" checked />
      ${say('account.these_teams')}</label
    >
    <div class="within" role="group" aria-label="${say('account.these_teams')}">${boxes}</div>
    ${hasMoreTeams && html`<p class="muted">${say('account.more_teams')}</p>`}
    <label><input type="radio" name="reach" value="all" /> ${say('account.all_teams')}</label>
  </fieldset>`;
}

/** Says which team gets a new member before it does. */
function renderMember(page: AccountPage, { say }: Words): Html {
  const options = page.teams.map(({ id, name }) => html`<option value="${id}">${name}</option>`);
  return html`${choice(page, 'team', say('account.as_member'))}
    <label
      >${say('account.member_of')}
      <select name="team">
        ${options}
      </select></label
    >
    <p class="muted">${say('account.member_note')}</p>`;
}

function choice(page: AccountPage, value: AccountPage['connectAs'], text: Html): Html {
  const wished = page.teams.length > 0 ? page.connectAs : 'me';
  return html`<label
    ><input type="radio" name="connect_as" value="${value}" ${wished === value && html`checked`} />
    ${text}</label
  >`;
}
