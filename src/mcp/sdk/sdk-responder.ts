import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { toNodeHandler } from '@modelcontextprotocol/node';
import {
  createMcpHandler,
  isLegacyRequest,
  type McpHttpHandler,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import type { Request as HttpRequest, Response as HttpResponse } from 'express';
import { EVERYTHING, type ToolSelection } from '../../catalog/tool-selection.js';
import { ToolCatalog } from '../../catalog/tool-catalog.js';
import { writeMarked } from '../../values/exact-number.js';
import { BearerGuard } from '../auth/bearer.guard.js';
import type { Refusal } from '../../request/grant.js';
import { RequestContext } from '../../request/request-context.js';
import { explainInvalid } from '../message/explain-invalid.js';
import { forSdk } from './for-sdk.js';
import { ListeningStreams } from './listening-streams.js';
import { ServerFactory } from './server-factory.js';

type ToNodeHandler = typeof toNodeHandler;

/**
 * Answers by the MCP SDK: revision 2026-07-28 through its handler, the handshake revisions up to 2025-11-25 through
 * its stateless transport, answered as JSON.
 */
@Injectable()
export class SdkResponder implements OnModuleDestroy {
  private readonly logger = new Logger(SdkResponder.name);
  private readonly modern = this.createModern();
  /** Apart from the others, because these streams end when the server wants to, and calls when they are done. */
  private readonly listening = this.createModern();
  private readonly streams = new ListeningStreams();
  /** What each connection leaves itself of the catalogue: read once, before the SDK has its request. */
  private readonly selections = new WeakMap<Request, ToolSelection>();
  private sdk?: Promise<ToNodeHandler>;

  constructor(
    private readonly factory: ServerFactory,
    private readonly guard: BearerGuard,
    private readonly context: RequestContext,
    catalog: ToolCatalog,
  ) {
    // What is in get_started changes too, but not which prompts there are.
    catalog.onChange(() => {
      this.listening.notify.toolsChanged();
      this.listening.notify.resourcesChanged();
    });
  }

  /**
   * @param message as it was read; the SDK reads no body
   * @throws JsonRpcError when too many streams are open already
   */
  async answer(
    request: HttpRequest,
    response: HttpResponse,
    message: unknown,
    selection: ToolSelection,
  ): Promise<void> {
    if (isListen(message)) response.once('close', this.streams.open(this.context.token));
    const toHandler = await this.load();
    const answer = toHandler(
      {
        fetch: (asked) => {
          this.selections.set(asked, selection);
          return this.serve(asked, message, request.path);
        },
      },
      { onerror: (error) => this.logger.error(error.message, error.stack) },
    );
    await answer(forSdk(request), response, message);
  }

  /**
   * Loads what the SDK needs for Node, once. Not at the start: with it come Node's own fetch and what belongs to it, a
   * tenth of a start.
   */
  load(): Promise<ToNodeHandler> {
    return (this.sdk ??= import('@modelcontextprotocol/node').then((sdk) => sdk.toNodeHandler));
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
      ({ requestInfo }) => this.factory.create('modern', this.selectionOf(requestInfo!)),
      {
        legacy: 'reject',
        // Behind the colon stands what the client has sent.
        onerror: ({ message }) => this.logger.debug(message.replace(/:.*/s, '')),
      },
    );
  }

  private selectionOf(request: Request): ToolSelection {
    return this.selections.get(request) ?? EVERYTHING;
  }

  /** @param path of the address that the client has asked */
  private async serve(request: Request, message: unknown, path: string): Promise<Response> {
    const isLegacy = await isLegacyRequest(request, message);
    this.context.recordEra(isLegacy ? 'legacy' : 'modern');
    const response = await withDigits(
      isLegacy
        ? await this.serveLegacy(request, message)
        : await this.serveModern(request, message),
    );
    const { refusal } = this.context;
    if (refusal) return this.refuse(path, refusal);
    const explained = await explainInvalid(response);
    // As it is, but for the status: whoever watches the server sees by it that something is wrong.
    return this.context.hasFailed
      ? new Response(explained.body, { status: 500, headers: explained.headers })
      : explained;
  }

  private serveModern(request: Request, message: unknown): Promise<Response> {
    const handler = isListen(message) ? this.listening : this.modern;
    return handler.fetch(request, { parsedBody: message });
  }

  /** The SDK's own handler answers this era as an event stream; clients and proxies prefer JSON. */
  private async serveLegacy(request: Request, message: unknown): Promise<Response> {
    const server = this.factory.create('legacy', this.selectionOf(request));
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

  private refuse(path: string, refusal: Refusal): Response {
    const error = this.guard.refusal({ path }, refusal);
    return Response.json(error, {
      status: error.status,
      headers: { 'www-authenticate': error.challenge },
    });
  }
}

/** The SDK has written marks where an answer has a number that is no JavaScript number. */
async function withDigits(response: Response): Promise<Response> {
  if (!response.headers.get('content-type')?.startsWith('application/json')) return response;
  const { status, headers } = response;
  return new Response(writeMarked(await response.text()), { status, headers });
}

function isListen(message: unknown): boolean {
  return (message as { method?: unknown } | null)?.method === 'subscriptions/listen';
}
