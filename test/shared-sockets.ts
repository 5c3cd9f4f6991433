import { Agent, request, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { writeMessage, type RawBody, type RawOptions } from './raw-mcp.js';

export interface SharedAnswer {
  status: number;
  /** The server's id of the request. */
  requestId: string;
  /** The body as it came. */
  text: string;
  body: RawBody;
}

/** The pause between headers and body of every tenth request, so that others come in between. */
const SLOW_BODY_MS = 100;

/** Keep-alive connections that all callers share, as behind a proxy: any token may come on any of them. */
export class SharedSockets {
  private readonly agent: Agent;
  private readonly seen = new Set<Socket>();
  private sent = 0;

  /** @param count the most sockets to each server */
  constructor(count: number) {
    this.agent = new Agent({ keepAlive: true, maxSockets: count });
  }

  /** How many sockets were opened. */
  get opened(): number {
    return this.seen.size;
  }

  /**
   * One MCP request.
   * @throws AbortError when `signal` ends it
   */
  async post(
    url: string,
    method: string,
    params: Record<string, unknown>,
    options: RawOptions,
  ): Promise<SharedAnswer> {
    const { path = '/mcp', signal } = options;
    const { headers, body } = writeMessage(method, params, options);
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const { agent } = this;
      const length = { 'content-length': Buffer.byteLength(body) };
      const asking = request(url + path, {
        method: 'POST',
        agent,
        headers: { ...headers, ...length },
        ...(signal && { signal }),
      })
        .on('socket', (socket) => this.seen.add(socket))
        .on('response', resolve)
        .on('error', reject);
      asking.flushHeaders();
      const isSlow = this.sent++ % 10 === 0;
      setTimeout(() => asking.end(body), isSlow ? SLOW_BODY_MS : 0);
    });
    const answer = await text(response);
    return {
      status: response.statusCode!,
      requestId: String(response.headers['x-request-id']),
      text: answer,
      body: JSON.parse(answer) as RawBody,
    };
  }

  close(): void {
    this.agent.destroy();
  }
}
