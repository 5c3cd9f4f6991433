import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import {
  createMcpHandler,
  isLegacyRequest,
  type McpHttpHandler,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import type { ConnectionCatalog } from '../../catalog/connection-catalog.js';
import { ToolCatalog } from '../../catalog/tool-catalog.js';
import { RequestContext } from '../../request/request-context.js';
import { writeMarked } from '../../values/exact-number.js';
import { isRecord } from '../../values/is-record.js';
import { explainInvalid } from '../message/explain-invalid.js';
import type { McpAnswer } from '../message/mcp-answer.js';
import { ListeningStreams } from './listening-streams.js';
import { ServerFactory } from './server-factory.js';
import { createWebRequest } from './web-request.js';

/** The HTTP side of one message. */
interface Exchange {
  headers: IncomingHttpHeaders;
  response: ServerResponse;
  signal: AbortSignal;
}

/**
 * Answers through the MCP SDK: revision 2026-07-28 through its handler, the handshake revisions up to 2025-11-25
 * through its stateless transport, answered as JSON.
 */
@Injectable()
export class SdkResponder implements OnModuleDestroy {
  private readonly logger = new Logger(SdkResponder.name);
  private readonly modern = this.createModern();
  /** A separate handler: when the server drains, its streams end while calls are finished. */
  private readonly listening = this.createModern();
  private readonly streams = new ListeningStreams();
  /** What each request's connection sees, for the SDK's factory, which gets only the request. */
  private readonly connections = new WeakMap<Request, ConnectionCatalog>();

  constructor(
    private readonly factory: ServerFactory,
    private readonly context: RequestContext,
    catalog: ToolCatalog,
  ) {
    catalog.onChange(() => {
      this.listening.notify.toolsChanged();
      this.listening.notify.promptsChanged();
      this.listening.notify.resourcesChanged();
    });
  }

  /**
   * @param exchange the HTTP request and its response, which is only watched; the signal is aborted when the client
   * goes away
   * @param message as it was read; the SDK reads no body
   * @param connection what the connection sees; undefined before the first document is loaded
   * @throws JsonRpcError when too many streams are open already
   */
  async answer(
    { headers, response: written, signal }: Exchange,
    message: unknown,
    connection: ConnectionCatalog | undefined,
  ): Promise<McpAnswer> {
    if (isListen(message)) written.once('close', this.streams.open(this.context.token));
    const request = createWebRequest(headers, signal);
    if (connection) this.connections.set(request, connection);
    const isLegacy = await isLegacyRequest(request, message);
    this.context.recordEra(isLegacy ? 'legacy' : 'modern');
    const response = isLegacy
      ? await this.serveLegacy(request, message)
      : await this.serveModern(request, message);
    return readResponse(response);
  }

  /** Makes Node load its fetch, so that neither the start nor the first request waits for it. */
  warmUp(): void {
    createWebRequest({}, new AbortController().signal);
  }

  /** Ends the streams of changes; calls continue. */
  async endStreams(): Promise<void> {
    await this.listening.close();
  }

  /** Closes the SDK's handlers. */
  async onModuleDestroy(): Promise<void> {
    await Promise.all([this.listening.close(), this.modern.close()]);
  }

  private createModern(): McpHttpHandler {
    return createMcpHandler(
      ({ requestInfo }) =>
        this.factory.create('modern', requestInfo && this.connections.get(requestInfo)),
      {
        legacy: 'reject',
        // The text after the colon comes from the client.
        onerror: ({ message }) => this.logger.debug(message.replace(/:.*/s, '')),
      },
    );
  }

  private serveModern(request: Request, message: unknown): Promise<Response> {
    const handler = isListen(message) ? this.listening : this.modern;
    return handler.fetch(request, { parsedBody: message });
  }

  /** The SDK's own handler answers this era as an event stream; clients and proxies prefer JSON. */
  private async serveLegacy(request: Request, message: unknown): Promise<Response> {
    const server = this.factory.create('legacy', this.connections.get(request));
    const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
    await server.connect(transport);
    const gone = new Promise<Response>((resolve) => {
      request.signal.addEventListener('abort', () => resolve(new Response(null, { status: 499 })));
    });
    try {
      return await Promise.race([transport.handleRequest(request, { parsedBody: message }), gone]);
    } finally {
      await server.close();
    }
  }
}

/** JSON is read completely; only a stream continues. */
async function readResponse(response: Response): Promise<McpAnswer> {
  const { status, body } = response;
  const headers = Object.fromEntries(response.headers);
  if (!headers['content-type']?.startsWith('application/json')) {
    return { status, headers, body: body ?? [] };
  }
  // The SDK has written marks in place of numbers that JavaScript would change.
  return { status, headers, body: [explainInvalid(writeMarked(await response.text()))] };
}

function isListen(message: unknown): boolean {
  return isRecord(message) && message['method'] === 'subscriptions/listen';
}
