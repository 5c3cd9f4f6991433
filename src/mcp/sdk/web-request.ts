import type { IncomingHttpHeaders } from 'node:http';

/**
 * The SDK gets what this server has already checked (target, Host, Accept, Content-Type) in one fixed form, so that two
 * readers cannot disagree.
 * @param signal aborted when the client goes away
 * @returns the request as the SDK sees it, without its body: the message is handed over beside it
 */
export function createWebRequest(headers: IncomingHttpHeaders, signal: AbortSignal): Request {
  const seen = new Headers({
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
  });
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith('mcp-') && value !== undefined) seen.set(name, String(value));
  }
  return new Request('http://localhost/mcp', { method: 'POST', headers: seen, signal });
}
