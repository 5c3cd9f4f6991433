import { html, type Html } from './html.js';
import type { Page } from './page.js';
import { EN } from './texts/en.js';
import type { TextKey, Words } from './words.js';

export interface ErrorPage {
  status: number;
  /** The OAuth error code, or one of ours. */
  code: string;
  /** What happened, in English: one sentence without its full stop. */
  message: string;
  /** How long to wait, where that is known. */
  seconds?: string;
  /** Whether the person met it on the way from a client to the application and back. */
  isSignIn?: boolean;
  /** Whether this server is short of something. */
  isBusy?: boolean;
}

/** Each has a title under its name, and what to do under its name with `_remedy`. */
type Advice =
  'sign_in' | 'programs' | 'nothing' | 'forbidden' | 'too_many' | 'down' | 'busy' | 'fault';

/** Tells a person what has happened and what to do. */
export function renderErrorPage(error: ErrorPage): Page {
  const advice = adviceFor(error);
  return (words) => {
    const { say } = words;
    const how = html`<a href="/">${say('error.how')}</a>`;
    // Each text takes what it has a place for.
    const remedy = say(`error.${advice}_remedy`, { how });
    const title = say(`error.${advice}`);
    return {
      title,
      content: html`<h1>${title}</h1>
        ${renderMessage(error, words)}
        <p>${remedy}</p>
        ${advice === 'sign_in' && html`<p class="muted">${say('error.sign_in_detour')}</p>`}`,
    };
  };
}

/** In other languages than English, messages that no catalogue has are explained by their code and then quoted. */
function renderMessage({ message, code, seconds = '' }: ErrorPage, { language, say }: Words): Html {
  const alert = (text: Html | string) =>
    html`<p role="alert">${say('error.sentence', { message: text })}</p>`;
  if (language === 'en') return alert(message);
  const reason = REASONS.find((key) => EN[key].replace('{seconds}', seconds) === message);
  if (reason) return alert(say(reason, { seconds }));
  const quoted = html`<span lang="en">${message}</span>`;
  const explanation = CODES.find((key) => key === `code.${code}`);
  if (!explanation) return html`<p role="alert">${say('error.said', { message: quoted })}</p>`;
  return html`${alert(say(explanation))}
    <p class="muted">${say('error.said', { message: quoted })}</p>`;
}

const keysOf = <Prefix extends string>(prefix: Prefix) =>
  Object.keys(EN).filter((key): key is Extract<TextKey, `${Prefix}.${string}`> =>
    key.startsWith(`${prefix}.`),
  );
const REASONS = keysOf('reason');
const CODES = keysOf('code');

/** The text common to every error page. */
const ADVICE: Record<number, Advice> = {
  403: 'forbidden',
  404: 'nothing',
  429: 'too_many',
  503: 'down',
};

function adviceFor({ status, isSignIn = false, isBusy = false }: ErrorPage): Advice {
  if (isBusy) return 'busy';
  return ADVICE[status] ?? (status >= 500 ? 'fault' : isSignIn ? 'sign_in' : 'programs');
}
