import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { toNodeHandler } from '@modelcontextprotocol/node';
import {
  createMcpHandler,
  isJsonContentType,
  isLegacyRequest,
  type McpHttpHandler,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import type { Request as HttpRequest, Response as HttpResponse } from 'express';
import { BearerGuard } from './bearer.guard.js';
import { Caller } from './caller.js';
import { NarrowingError, readNarrowing, type Narrowing } from '../catalog/narrowing.js';
import { MessageError, readMessage } from './message.js';
import { ServerFactory } from './server-factory.js';
import { ToolCatalog } from '../catalog/tool-catalog.js';

const MAX_BODY_BYTES = 1024 * 1024;

/**
 * Both protocol eras on one URL, without sessions: revision 2026-07-28 through the SDK's handler, the
 * handshake revisions up to 2025-11-25 through its stateless transport, answered as JSON.
 */
@Injectable()
export class McpEndpoint implements OnModuleDestroy {
  private readonly logger = new Logger(McpEndpoint.name);
  private readonly modern = this.createModern();
  /** Apart from the others, because these streams end when the server wants to, and calls when they are done. */
  private readonly listening = this.createModern();
  private readonly node = toNodeHandler(
    { fetch: (request) => this.serve(request) },
    {
      maxRequestBodySize: MAX_BODY_BYTES,
      onerror: (error) => this.report(error),
    },
  );

  constructor(
    private readonly factory: ServerFactory,
    private readonly catalog: ToolCatalog,
    private readonly guard: BearerGuard,
    private readonly caller: Caller,
  ) {
    // What is in get_started changes too, but not which prompts there are.
    catalog.onChange(() => {
      this.listening.notify.toolsChanged();
      this.listening.notify.resourcesChanged();
    });
  }

  async handle(request: HttpRequest, response: HttpResponse): Promise<void> {
    // Without sessions there is no stream to open and nothing to delete.
    if (request.method === 'POST') return this.node(request, response);
    response
      .status(405)
      .set('Allow', 'POST')
      .json(errorBody(-32000, 'Method not allowed: POST only'));
  }

  /** A client that goes away while it sends is no fault of anybody's. */
  private report(error: NodeJS.ErrnoException): void {
    if (error.code === 'ECONNRESET') this.logger.debug(error.message);
    else this.logger.error(error.message, error.stack);
  }

  /** Ends the streams of those who listen for changes; calls go on. */
  async endStreams(): Promise<void> {
    await this.listening.close();
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all([this.listening.close(), this.modern.close()]);
  }

  private createModern(): McpHttpHandler {
    return createMcpHandler(
      ({ requestInfo }) => this.factory.create('modern', narrowingOf(requestInfo!)),
      { legacy: 'reject', onerror: (error) => this.logger.debug(error.message) },
    );
  }

  private async serve(request: Request): Promise<Response> {
    if (!admitsAnswer(request.headers.get('accept'))) {
      return jsonRpcError(406, -32000, 'Accept must admit application/json and text/event-stream');
    }
    if (!isJsonContentType(request.headers.get('content-type'))) {
      return jsonRpcError(415, -32000, 'Content-Type must be application/json');
    }
    // What is compressed is not unpacked here: a megabyte could become a gigabyte.
    if (request.headers.has('content-encoding')) {
      return jsonRpcError(415, -32000, 'Content-Encoding is not supported: send the JSON as it is');
    }
    return this.serveText(request, await request.text());
  }

  private async serveText(request: Request, text: string): Promise<Response> {
    const message = read(text, request);
    if (message instanceof MessageError) return jsonRpcError(400, message.code, message.message);
    const problem = this.narrowingProblem(request);
    if (problem !== undefined) return jsonRpcError(400, -32602, problem, idOf(message));
    const response = (await isLegacyRequest(request, message))
      ? await this.serveLegacy(request, message)
      : await this.serveModern(request, message);
    if (this.caller.isRefused) return this.signInAgain(request);
    // As it is, but for the status: whoever watches the server sees by it that something is wrong.
    return this.caller.hasFailed
      ? new Response(response.body, { status: 500, headers: response.headers })
      : response;
  }

  private serveModern(request: Request, message: unknown): Promise<Response> {
    const handler = isListen(message) ? this.listening : this.modern;
    return handler.fetch(request, { parsedBody: message });
  }

  /** The SDK's own handler answers this era as an event stream; clients and proxies prefer JSON. */
  private async serveLegacy(request: Request, message: unknown): Promise<Response> {
    const server = this.factory.create('legacy', narrowingOf(request));
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

  /** A choice that leaves nothing is a mistake as well, and no tools at all would not say which. */
  private narrowingProblem(request: Request): string | undefined {
    try {
      const narrowing = narrowingOf(request);
      const catalog = this.catalog.current;
      if (!catalog?.tools.length || catalog.view(narrowing).tools.length > 0) return undefined;
      return `The parameters of this server's address leave none of its ${catalog.tools.length} tools`;
    } catch (error) {
      if (error instanceof NarrowingError) return error.message;
      throw error;
    }
  }

  /** Clients sign in again on HTTP 401 and on nothing else, so it takes the place of the answer. */
  private signInAgain(request: Request): Response {
    const error = this.guard.error({ path: new URL(request.url).pathname }, 'invalid_token');
    return Response.json(error, {
      status: error.status,
      headers: { 'www-authenticate': error.challenge },
    });
  }
}

/** RFC 9110 §12.5.1. The answers are JSON, a stream of changes is an event stream. */
function admitsAnswer(accept: string | null): boolean {
  const ranges = (accept ?? '*/*').split(',').map((range) => range.trim());
  return ranges.some(
    (range) =>
      /^(\*\/\*|application\/(\*|json)|text\/(\*|event-stream))\s*(;|$)/i.test(range) &&
      !/;\s*q=0(\.0*)?\s*(;|$)/i.test(range),
  );
}

function isListen(message: unknown): boolean {
  return (message as { method?: unknown } | null)?.method === 'subscriptions/listen';
}

function narrowingOf(request: Request): Narrowing {
  return readNarrowing(new URL(request.url).searchParams);
}

function read(text: string, { headers }: Request): unknown {
  try {
    return readMessage(text, headers.get('mcp-protocol-version'));
  } catch (error) {
    if (error instanceof MessageError) return error;
    throw error;
  }
}

/** JSON-RPC 2.0 §5: null where the request does not say. */
function idOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'id' in message ? message.id : null;
}

function jsonRpcError(status: number, code: number, message: string, id?: unknown): Response {
  return Response.json(errorBody(code, message, id), { status });
}

function errorBody(code: number, message: string, id: unknown = null) {
  return { jsonrpc: '2.0', error: { code, message }, id };
}
