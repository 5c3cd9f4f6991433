import { execFile } from 'node:child_process';
import { createServer, type RequestListener } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Browser, Frame, Page } from 'playwright-core';
import { until } from './running-server.ts';

/** The least that a host must allow a view that declares no domains (MCP Apps 2026-01-26, "Host Behavior"). */
const SANDBOX_POLICY =
  "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "media-src 'self' data:; connect-src 'none'; frame-src 'none'; object-src 'none'; base-uri 'self'";

/** How a view is opened: the call, the server, and the host's context. */
export interface ViewCall {
  mcpUrl: string;
  token: string;
  era?: '2026-07-28';
  tool: string;
  args?: Record<string, unknown>;
  hostContext?: Record<string, unknown>;
  capabilities?: Record<string, unknown>;
}

/** The view's requests to its host. */
export interface Seen {
  links: string[];
  contexts: { content: { text: string }[] }[];
  sizes: number[];
  calls: { name: string; arguments: Record<string, unknown> }[];
}

export interface OpenView {
  page: Page;
  /** The view itself, inside the sandbox proxy. */
  view: Frame;
  /** Console errors, including policy violations, and every request beyond the host's pages. */
  problems: string[];
  requested: string[];
  seen(): Promise<Seen>;
  close(): Promise<void>;
}

export interface ViewHost {
  open(call: ViewCall, options?: Parameters<Browser['newContext']>[0]): Promise<OpenView>;
  close(): Promise<void>;
}

/** Serves the host and the sandbox proxy on two origins, for views in this browser. */
export async function startViewHost(browser: Browser): Promise<ViewHost> {
  const [host, sandbox] = await Promise.all([
    serve('<main></main>', await bundle('host'), {}),
    serve('', await bundle('sandbox'), { 'content-security-policy': SANDBOX_POLICY }),
  ]);
  return {
    open: (call, options) =>
      openView(browser, host.url, { sandboxUrl: sandbox.url, ...call }, options),
    close: async () => {
      await Promise.all([host.close(), sandbox.close()]);
    },
  };
}

async function openView(
  browser: Browser,
  hostUrl: string,
  call: ViewCall & { sandboxUrl: string },
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<OpenView> {
  const context = await browser.newContext({ viewport: { width: 720, height: 900 }, ...options });
  context.setDefaultTimeout(8_000);
  const page = await context.newPage();
  const problems: string[] = [];
  const requested: string[] = [];
  page.on('console', (message) => {
    // Ignores the 405 that a client of the older era gets when it opens a stream.
    const isOwn = message.location().url === call.mcpUrl;
    if (message.type() === 'error' && !isOwn) problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('request', (request) => requested.push(new URL(request.url()).origin));
  await page.goto(hostUrl);
  await page.evaluate((given) => (globalThis as unknown as Host).showView(given), {
    args: {},
    ...call,
  });
  const find = () =>
    page.frames().find((frame) => frame.parentFrame()?.parentFrame() === page.mainFrame());
  await until(() => find() !== undefined);
  const view = find()!;
  await view.locator('#view[aria-busy="false"]').waitFor();
  await view.getByText('Loading…').waitFor({ state: 'detached' });
  return {
    page,
    view,
    problems,
    requested,
    seen: () => page.evaluate(() => (globalThis as unknown as Host).seen),
    close: () => context.close(),
  };
}

/** What host.mjs puts into the page. */
interface Host {
  showView(call: object): Promise<unknown>;
  seen: Seen;
}

/** In a separate process, because rolldown's native part does not run inside jest. */
async function bundle(name: string): Promise<string> {
  const program = fileURLToPath(new URL('./view-host/bundle.mjs', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [program, name], {
    maxBuffer: 16 * 1024 * 1024,
  });
  return stdout;
}

async function serve(
  body: string,
  script: string,
  headers: Record<string, string>,
): Promise<{ url: string; close(): Promise<void> }> {
  const answer: RequestListener = ({ url }, response) => {
    if (url === '/script.js') {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    } else if (url === '/') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers });
      response.end(
        `<!doctype html><html lang="en"><title>Host</title><body style="margin: 0">${body}<script src="/script.js"></script></body></html>`,
      );
    } else response.writeHead(204).end();
  };
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      const closed = once(server.close(), 'close');
      server.closeAllConnections();
      await closed;
    },
  };
}
