import { html } from './html.js';
import { renderPage } from './page.js';

interface Advice {
  title: string;
  remedy: string;
}

const SIGN_IN: Advice = {
  title: 'This sign-in cannot go on',
  remedy:
    'Nothing has been shared. Go back to the program you came from and connect again; if it stays like this, tell its makers what stands here.',
};
const FOR_PROGRAMS: Advice = {
  title: 'This address is for programs',
  remedy: 'Give it to ChatGPT, Claude or another MCP client: that signs you in and connects.',
};
const NOTHING_HERE: Advice = {
  title: 'There is nothing here',
  remedy: 'Check the address. The one to give to ChatGPT and other MCP clients ends in /mcp.',
};
const FAULT: Advice = {
  title: 'That did not work',
  remedy: 'Try again in a minute. If it stays like this, tell whoever runs this server.',
};

/** @param message what happened, one sentence without its full stop */
export function renderErrorPage(status: number, message: string): string {
  const { title, remedy } = adviceFor(status);
  return renderPage(
    title,
    html`<h1>${title}</h1>
      <p role="alert">${message}.</p>
      <p>${remedy}</p>`,
  );
}

function adviceFor(status: number): Advice {
  if (status >= 500) return FAULT;
  if (status === 404) return NOTHING_HERE;
  return status === 401 || status === 405 ? FOR_PROGRAMS : SIGN_IN;
}
