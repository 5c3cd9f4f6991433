import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { toNodeHandler } from '@modelcontextprotocol/node';
import {
  createMcpHandler,
  isJsonContentType,
  isLegacyRequest,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import type { Request as HttpRequest, Response as HttpResponse } from 'express';
import { BearerGuard } from './bearer.guard.js';
import { Caller } from './caller.js';
import { ServerFactory } from './server-factory.js';

const MAX_BODY_BYTES = 1024 * 1024;

/**
 * Both protocol eras on one URL, without sessions: revision 2026-07-28 through the SDK's handler, the
 * handshake revisions up to 2025-11-25 through its stateless transport, answered as JSON.
 */
@Injectable()
export class McpEndpoint implements OnModuleDestroy {
  private readonly logger = new Logger(McpEndpoint.name);
  private readonly modern = createMcpHandler(() => this.factory.create(), {
    legacy: 'reject',
    onerror: (error) => this.logger.debug(error.message),
  });
  private readonly node = toNodeHandler(
    { fetch: (request) => this.serve(request) },
    {
      maxRequestBodySize: MAX_BODY_BYTES,
      onerror: (error) => this.logger.error(error.message, error.stack),
    },
  );

  constructor(
    private readonly factory: ServerFactory,
    private readonly guard: BearerGuard,
    private readonly caller: Caller,
  ) {}

  handle(request: HttpRequest, response: HttpResponse): Promise<void> {
    return this.node(request, response);
  }

  async onModuleDestroy(): Promise<void> {
    await this.modern.close();
  }

  private async serve(request: Request): Promise<Response> {
    // Without sessions there is no stream to open and nothing to delete.
    if (request.method !== 'POST') {
      return jsonRpcError(405, -32000, 'Method not allowed: POST only', { allow: 'POST' });
    }
    if (!isJsonContentType(request.headers.get('content-type'))) {
      return jsonRpcError(415, -32000, 'Content-Type must be application/json');
    }
    const message = parse(await request.text());
    if (message === undefined)
      return jsonRpcError(400, -32700, 'Parse error: the body is not JSON');
    const response = (await isLegacyRequest(request, message))
      ? await this.serveLegacy(request, message)
      : await this.modern.fetch(request, { parsedBody: message });
    return this.caller.isRefused ? this.signInAgain(request) : response;
  }

  /** The SDK's own handler answers this era as an event stream; clients and proxies prefer JSON. */
  private async serveLegacy(request: Request, message: unknown): Promise<Response> {
    const server = this.factory.create();
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

  /** Clients sign in again on HTTP 401 and on nothing else, so it takes the place of the answer. */
  private signInAgain(request: Request): Response {
    const error = this.guard.error({ path: new URL(request.url).pathname }, 'invalid_token');
    return Response.json(error, {
      status: error.status,
      headers: { 'www-authenticate': error.challenge },
    });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function jsonRpcError(
  status: number,
  code: number,
  message: string,
  headers?: Record<string, string>,
): Response {
  const body = { jsonrpc: '2.0', error: { code, message }, id: null };
  return Response.json(body, { status, ...(headers && { headers }) });
}
