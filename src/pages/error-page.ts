import { html, type Html } from './html.js';
import { renderPage } from './page.js';

interface Advice {
  title: string;
  remedy: Html;
}

const HOW_TO_CONNECT = html`<a href="/">How to connect</a>`;

const SIGN_IN: Advice = {
  title: 'This sign-in cannot go on',
  remedy: html`Nothing has been shared. Go back to the program you came from and connect again. If
  it stays like this, remove the connection there and add it again, or show its makers what stands
  here.</p>
  <p class="muted">If you signed in with another account, such as Google’s, and came to a page of the
  application, you are signed in now: start again from that program, and you come straight back.`,
};
const FOR_PROGRAMS: Advice = {
  title: 'This address is for programs',
  remedy: html`People connect with ChatGPT, Claude or another MCP client, which signs them in:
  ${HOW_TO_CONNECT}.`,
};
const NOTHING_HERE: Advice = {
  title: 'There is nothing here',
  remedy: html`Check the address. The one to give to ChatGPT and other MCP clients ends in /mcp:
  ${HOW_TO_CONNECT}.`,
};
const NOT_ALLOWED: Advice = {
  title: 'This server does not answer here',
  remedy: html`Use the address that you were given. If it is this one, show whoever runs this server
  what stands here.`,
};
const TOO_MANY: Advice = {
  title: 'Too many requests',
  remedy: html`Nothing is lost: wait that long, and load this page again.`,
};
const DOWN: Advice = {
  title: 'The application does not answer',
  remedy: html`Nothing is lost: load this page again in a minute. If it stays like this, tell
  whoever runs the application.`,
};
const BUSY: Advice = {
  title: 'This server is busy',
  remedy: html`Nothing is lost, and nothing is wrong with what you did: wait that long, and load
  this page again.`,
};
const FAULT: Advice = {
  title: 'That did not work',
  remedy: html`Try again in a minute. If it stays like this, tell whoever runs this server.`,
};

/**
 * @param message what happened, one sentence without its full stop
 * @param isSignIn whether the person met it on the way from a client to the application and back
 * @param isBusy whether this server is short of something
 */
export function renderErrorPage(
  status: number,
  message: string,
  isSignIn = false,
  isBusy = false,
): string {
  const { title, remedy } = isBusy ? BUSY : (ADVICE[status] ?? adviceFor(status, isSignIn));
  return renderPage(
    title,
    html`<h1>${title}</h1>
      <p role="alert">${message}.</p>
      <p>${remedy}</p>`,
  );
}

/** What is so wherever the person was. */
const ADVICE: Record<number, Advice> = {
  403: NOT_ALLOWED,
  404: NOTHING_HERE,
  429: TOO_MANY,
  503: DOWN,
};

function adviceFor(status: number, isSignIn: boolean): Advice {
  if (status >= 500) return FAULT;
  return isSignIn ? SIGN_IN : FOR_PROGRAMS;
}
