import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { toNodeHandler } from '@modelcontextprotocol/node';
import {
  createMcpHandler,
  isLegacyRequest,
  type McpHttpHandler,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import type { Request as HttpRequest, Response as HttpResponse } from 'express';
import { EVERYTHING, NarrowingError, readNarrowing, type Narrowing } from '../catalog/narrowing.js';
import { ToolCatalog } from '../catalog/tool-catalog.js';
import { BearerGuard } from './bearer.guard.js';
import { Caller } from './caller.js';
import { DirectAnswers } from './direct-answers.js';
import { FAULT } from './fault.js';
import { JsonRpcError } from './json-rpc-error.js';
import { noteMessage } from './note-message.js';
import { readPlainRequest } from './plain-request.js';
import { readMessage } from './read-message.js';
import type { Seen } from './seen.js';
import { ServerFactory } from './server-factory.js';

type SdkHandler = ReturnType<typeof toNodeHandler>;

/**
 * Both protocol eras on one URL, without sessions: plain requests for tools are answered directly, all
 * others by the SDK, revision 2026-07-28 through its handler, the handshake revisions up to 2025-11-25
 * through its stateless transport, answered as JSON.
 */
@Injectable()
export class McpEndpoint implements OnModuleDestroy {
  private readonly logger = new Logger(McpEndpoint.name);
  private readonly modern = this.createModern();
  /** Apart from the others, because these streams end when the server wants to, and calls when they are done. */
  private readonly listening = this.createModern();
  private sdk?: Promise<SdkHandler>;

  constructor(
    private readonly factory: ServerFactory,
    private readonly direct: DirectAnswers,
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
    try {
      // Without sessions there is no stream to open and nothing to delete.
      if (request.method !== 'POST') {
        response.setHeader('Allow', 'POST');
        throw new JsonRpcError(405, -32000, 'Method not allowed: POST only');
      }
      const message = await readMessage(request);
      noteMessage(this.caller.exchange, message);
      const seen = this.see(narrowingOf(request, message), message);
      const isAnswered = seen && (await this.answerDirectly(request, response, message, seen));
      if (isAnswered) return;
      const answer = await this.loadSdk();
      await answer(request, response, message);
    } catch (error) {
      if (!(error instanceof JsonRpcError)) throw error;
      // The rest of a body that is too long is not waited for.
      if (error.status === 413) response.setHeader('Connection', 'close');
      response.status(error.status).json(error);
    }
  }

  /**
   * Loads what answers all but plain requests, once. Not at the start: with it come Node's own fetch and what belongs
   * to it, a tenth of a start.
   */
  loadSdk(): Promise<SdkHandler> {
    return (this.sdk ??= this.importSdk());
  }

  /** Ends the streams of those who listen for changes; calls go on. */
  async endStreams(): Promise<void> {
    await this.listening.close();
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all([this.listening.close(), this.modern.close()]);
  }

  /** Undefined before there is a catalogue: the SDK's answer says why. */
  private see(narrowing: Narrowing, message: unknown): Seen | undefined {
    const catalog = this.catalog.current;
    if (!catalog) return undefined;
    const view = catalog.view(narrowing);
    // A choice that leaves nothing is a mistake as well, and no tools at all would not say which.
    if (catalog.tools.length > 0 && view.tools.length === 0) {
      const problem = `The parameters of this server's address leave none of its ${catalog.tools.length} tools`;
      throw new JsonRpcError(400, -32602, problem, idOf(message));
    }
    return { catalog, view };
  }

  private async answerDirectly(
    request: HttpRequest,
    response: HttpResponse,
    message: unknown,
    seen: Seen,
  ): Promise<boolean> {
    const asked = readPlainRequest(request.headers, message);
    if (!asked) return false;
    this.noteEra(asked.era);
    const answer = await this.direct
      .answer(asked, seen, goneWith(response))
      .catch((error: unknown) => {
        this.logger.error(error);
        throw new JsonRpcError(500, -32603, FAULT, asked.id);
      });
    if (!answer) return false;
    if (this.caller.isRefused) throw this.guard.error(request, 'invalid_token');
    const bytes = answer.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0);
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': bytes });
    for (const piece of answer.slice(0, -1)) response.write(piece);
    response.end(answer.at(-1));
    return true;
  }

  private async importSdk(): Promise<SdkHandler> {
    const { toNodeHandler } = await import('@modelcontextprotocol/node');
    return toNodeHandler(
      { fetch: (request, options) => this.serve(request, options?.parsedBody) },
      { onerror: (error) => this.logger.error(error.message, error.stack) },
    );
  }

  private createModern(): McpHttpHandler {
    return createMcpHandler(
      ({ requestInfo }) => this.factory.create('modern', narrowingOfUrl(requestInfo!.url)),
      { legacy: 'reject', onerror: (error) => this.logger.debug(error.message) },
    );
  }

  private async serve(request: Request, message: unknown): Promise<Response> {
    const isLegacy = await isLegacyRequest(request, message);
    this.noteEra(isLegacy ? 'legacy' : 'modern');
    const response = isLegacy
      ? await this.serveLegacy(request, message)
      : await this.serveModern(request, message);
    if (this.caller.isRefused) return this.signInAgain(request);
    // As it is, but for the status: whoever watches the server sees by it that something is wrong.
    return this.caller.hasFailed
      ? new Response(response.body, { status: 500, headers: response.headers })
      : response;
  }

  private noteEra(era: 'legacy' | 'modern'): void {
    const { exchange } = this.caller;
    if (exchange) exchange.era = era;
  }

  private serveModern(request: Request, message: unknown): Promise<Response> {
    const handler = isListen(message) ? this.listening : this.modern;
    return handler.fetch(request, { parsedBody: message });
  }

  /** The SDK's own handler answers this era as an event stream; clients and proxies prefer JSON. */
  private async serveLegacy(request: Request, message: unknown): Promise<Response> {
    const server = this.factory.create('legacy', narrowingOfUrl(request.url));
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

/** Aborted when the client goes away before it has its answer. */
function goneWith(response: HttpResponse): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
}

function isListen(message: unknown): boolean {
  return (message as { method?: unknown } | null)?.method === 'subscriptions/listen';
}

/** @throws JsonRpcError when the connection's address cannot be read */
function narrowingOf(request: HttpRequest, message: unknown): Narrowing {
  try {
    return narrowingOfUrl(request.originalUrl);
  } catch (error) {
    if (!(error instanceof NarrowingError)) throw error;
    throw new JsonRpcError(400, -32602, error.message, idOf(message));
  }
}

function narrowingOfUrl(url: string): Narrowing {
  const start = url.indexOf('?');
  return start < 0 ? EVERYTHING : readNarrowing(new URLSearchParams(url.slice(start)));
}

/** JSON-RPC 2.0 §5: null where the request does not say. */
function idOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'id' in message ? message.id : null;
}
