import type { IncomingHttpHeaders } from 'node:http';

/**
 * Everything that this server has read already (the target, Host, Accept, Content-Type) is given to the SDK in the one
 * form that it takes, so that no two readers can disagree.
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
