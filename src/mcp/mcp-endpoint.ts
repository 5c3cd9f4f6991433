import { Injectable, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import {
  EVERYTHING,
  ToolSelectionError,
  readToolSelection,
  type ToolSelection,
} from '../catalog/tool-selection.js';
import { ToolCatalog } from '../catalog/tool-catalog.js';
import { BearerGuard } from './auth/bearer.guard.js';
import { RequestContext } from '../request/request-context.js';
import { checkMessage } from './message/check-message.js';
import { FastPathResponder } from './fast-path/responder.js';
import { FAULT } from './message/fault.js';
import { JsonRpcError } from './message/json-rpc-error.js';
import { recordMessage } from './message/record-message.js';
import { readFastPathRequest } from './fast-path/request.js';
import { readMessage } from './message/read-message.js';
import { SdkResponder } from './sdk/sdk-responder.js';
import { connect, type ConnectionCatalog } from '../catalog/connection-catalog.js';

/**
 * Both protocol eras on one URL, without sessions: plain requests for tools are answered directly, all
 * others by the SDK.
 */
@Injectable()
export class McpEndpoint {
  private readonly logger = new Logger(McpEndpoint.name);

  constructor(
    private readonly direct: FastPathResponder,
    private readonly sdk: SdkResponder,
    private readonly catalog: ToolCatalog,
    private readonly guard: BearerGuard,
    private readonly context: RequestContext,
  ) {}

  async handle(request: Request, response: Response): Promise<void> {
    try {
      // Without sessions there is no stream to open and nothing to delete.
      if (request.method !== 'POST') {
        throw new JsonRpcError(405, -32000, 'Method not allowed: POST only', null, {
          Allow: 'POST',
        });
      }
      const message = await readMessage(request);
      recordMessage(this.context.record, message);
      const selection = selectionOf(request, message);
      const connection = this.see(selection, message);
      const isAnswered =
        connection && (await this.answerDirectly(request, response, message, connection));
      if (isAnswered) return;
      checkMessage(message);
      await this.sdk.answer(request, response, message, selection);
    } catch (error) {
      if (!(error instanceof JsonRpcError)) throw error;
      // The rest of a body that is too long is not waited for.
      if (error.status === 413) response.setHeader('Connection', 'close');
      response.status(error.status).set(error.headers).json(error);
    }
  }

  /** Undefined before there is a catalogue: the SDK's answer says why. */
  private see(selection: ToolSelection, message: unknown): ConnectionCatalog | undefined {
    const catalog = this.catalog.current;
    if (!catalog) return undefined;
    const connection = connect(catalog, selection, this.context.grant.kinds);
    // A choice that leaves nothing is a mistake as well, and no tools at all would not say which.
    if (catalog.tools.length > 0 && connection.reach.tools.length === 0) {
      const problem = `The parameters of this server's address leave none of its ${catalog.tools.length} tools`;
      throw new JsonRpcError(400, -32602, problem, idOf(message));
    }
    return connection;
  }

  private async answerDirectly(
    request: Request,
    response: Response,
    message: unknown,
    connection: ConnectionCatalog,
  ): Promise<boolean> {
    const asked = readFastPathRequest(request.headers, message);
    if (!asked) return false;
    this.context.recordEra(asked.era);
    const answer = await this.direct
      .answer(asked, connection, abortSignalOf(response))
      .catch((error: unknown) => {
        this.logger.error(error);
        throw new JsonRpcError(500, -32603, FAULT, asked.id);
      });
    if (!answer) return false;
    const { refusal } = this.context;
    if (refusal) throw this.guard.refusal(request, refusal);
    const bytes = answer.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0);
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': bytes });
    for (const piece of answer.slice(0, -1)) response.write(piece);
    response.end(answer.at(-1));
    return true;
  }
}

/** Aborted when the client goes away before it has its answer. */
function abortSignalOf(response: Response): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
}

/** @throws JsonRpcError when the connection's address cannot be read */
function selectionOf({ originalUrl }: Request, message: unknown): ToolSelection {
  const start = originalUrl.indexOf('?');
  if (start < 0) return EVERYTHING;
  try {
    return readToolSelection(new URLSearchParams(originalUrl.slice(start)));
  } catch (error) {
    if (!(error instanceof ToolSelectionError)) throw error;
    throw new JsonRpcError(400, -32602, error.message, idOf(message));
  }
}

/** JSON-RPC 2.0 §5: null where the request does not say. */
function idOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'id' in message ? message.id : null;
}
