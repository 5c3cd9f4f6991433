import type { IncomingMessage } from 'node:http';

/**
 * @returns what the SDK is to see of a request. Everything that has been read here already (the target, Host, Accept,
 * Content-Type) is said to it in the one form that it takes, so that no two readers can disagree
 */
export function forSdk({
  headers,
}: IncomingMessage): IncomingMessage & { method: string; url: string } {
  const own = Object.entries(headers).filter(([name]) => name.startsWith('mcp-'));
  const seen = {
    method: 'POST',
    url: '/mcp',
    headers: {
      ...Object.fromEntries(own),
      host: 'localhost',
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
    },
  };
  // The adapter reads these three and nothing else of a request whose body is given to it.
  return seen as unknown as IncomingMessage & typeof seen;
}
