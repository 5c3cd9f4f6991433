import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { connect, type ConnectionCatalog } from '../catalog/connection-catalog.js';
import { ToolCatalog } from '../catalog/tool-catalog.js';
import {
  EVERYTHING,
  ToolSelectionError,
  readToolSelection,
  type ToolSelection,
} from '../catalog/tool-selection.js';
import { appConfig, type AppConfig } from '../config/app-config.js';
import { connectionSignal } from '../request/connection-signal.js';
import { RequestContext } from '../request/request-context.js';
import { BearerGuard } from './auth/bearer.guard.js';
import { FastPath } from './fast-path/fast-path.js';
import { comesFromOpenAi } from './message/comes-from-openai.js';
import { checkMessage } from './message/check-message.js';
import { JsonRpcError } from './message/json-rpc-error.js';
import { idOf } from './message/message-id.js';
import { sendAnswer, type McpAnswer } from './message/mcp-answer.js';
import { progressOf } from './message/progress-stream.js';
import { readMessage } from './message/read-message.js';
import { recordMessage } from './message/record-message.js';
import { SdkResponder } from './sdk/sdk-responder.js';

/**
 * The MCP endpoint: both protocol eras on one URL, without sessions. The fast path answers plain requests for tools,
 * and the SDK answers all others. What both need is done here, once.
 */
@Injectable()
export class McpEndpoint {
  constructor(
    private readonly fastPath: FastPath,
    private readonly sdk: SdkResponder,
    private readonly catalog: ToolCatalog,
    private readonly guard: BearerGuard,
    private readonly context: RequestContext,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /**
   * Reads one message, or a batch, and writes the answer. Resolves when the answer is written.
   * @throws JsonRpcError when the request is refused before its method is looked at
   * @throws BearerError when the application has refused the token, or the call needs another scope: clients sign in
   * again only on HTTP 401, and ask the person for more only on 403
   */
  async handle(request: Request, response: Response): Promise<void> {
    // Without sessions there is no stream to open with GET and nothing to delete.
    if (request.method !== 'POST') {
      const headers = { Allow: 'POST' };
      throw new JsonRpcError(405, -32000, 'Method not allowed: POST only', null, headers);
    }
    const message = await readMessage(request);
    recordMessage(this.context.record, message);
    const revision = request.headers['mcp-protocol-version'];
    if (typeof revision === 'string') this.context.nameRevision(revision);
    const connection = this.connect(request, message);
    const progress = progressOf(message, request.headers.accept, response);
    if (progress) this.context.followProgress(progress);
    const answer = await this.answer(request, response, message, connection);
    const { refusal, hasFailed } = this.context;
    if (progress?.isOpen) {
      // The status is sent, so a refusal can only stand in the result.
      progress.end(answer.body, refusal && this.guard.refusal(request, refusal).challenge);
      return;
    }
    if (refusal) throw this.guard.refusal(request, refusal);
    // The body stays as it is; monitoring sees the status.
    await sendAnswer(response, hasFailed ? { ...answer, status: 500 } : answer);
  }

  private async answer(
    request: Request,
    response: Response,
    message: unknown,
    connection: ConnectionCatalog | undefined,
  ): Promise<McpAnswer> {
    const { headers, socket } = request;
    if (connection) {
      const gone = connectionSignal(socket);
      const fast = await this.fastPath.answer(headers, message, connection, gone);
      if (fast) return fast;
    }
    checkMessage(message);
    // The SDK goes on listening to its signal.
    const signal = abortSignalOf(response);
    return this.sdk.answer({ headers, response, signal }, message, connection);
  }

  /**
   * The tools that this connection sees, by the parameters of its address.
   * @returns undefined before the document is loaded: the SDK's answer says why
   * @throws JsonRpcError when the parameters cannot be read, or leave no tool at all
   */
  private connect(
    { originalUrl, headers }: Request,
    message: unknown,
  ): ConnectionCatalog | undefined {
    const selection = readSelection(originalUrl, message);
    const catalog = this.catalog.current;
    if (!catalog) return undefined;
    const { mode } = this.config.knowledge;
    const isOpenAi = comesFromOpenAi(headers, message);
    const companions = {
      knowledge: mode === 'on' || (mode === 'auto' && isOpenAi),
      profile: isOpenAi,
      fileLinks: isOpenAi,
    };
    const connection = connect(catalog, selection, this.context.grant.kinds, companions);
    // An empty list would not tell what is wrong.
    if (catalog.tools.length > 0 && connection.reach.tools.length === 0) {
      const problem = `The parameters of this server's address leave none of its ${catalog.tools.length} tools`;
      throw new JsonRpcError(400, -32602, problem, idOf(message));
    }
    return connection;
  }
}

/** @returns a signal that is aborted when the client goes away before it has its response */
export function abortSignalOf(response: Response): AbortSignal {
  const gone = new AbortController();
  if (response.destroyed) gone.abort();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
}

/** @throws JsonRpcError when the parameters of the address cannot be read */
function readSelection(url: string, message: unknown): ToolSelection {
  const start = url.indexOf('?');
  if (start < 0) return EVERYTHING;
  try {
    return readToolSelection(new URLSearchParams(url.slice(start)));
  } catch (error) {
    if (!(error instanceof ToolSelectionError)) throw error;
    throw new JsonRpcError(400, -32602, error.message, idOf(message));
  }
}
