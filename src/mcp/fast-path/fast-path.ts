import type { IncomingHttpHeaders } from 'node:http';
import { Inject, Injectable, Logger } from '@nestjs/common';
import {
  ProtocolError,
  SERVER_INFO_META_KEY,
  type Tool as ListedTool,
} from '@modelcontextprotocol/server';
import { LRUCache } from 'lru-cache';
import type { ConnectionCatalog } from '../../catalog/connection-catalog.js';
import type { Catalog } from '../../catalog/tool-catalog.js';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import { writeRest, writeResult, type ToolResult } from '../../openapi/response/tool-result.js';
import { memoizeObject } from '../../values/memoize.js';
import { RequestContext } from '../../request/request-context.js';
import { listWithViews } from '../../views/views.js';
import { jsonAnswer, type McpAnswer } from '../message/mcp-answer.js';
import { hideFault } from '../sdk/hide-fault.js';
import { listHint, serverInfo } from '../sdk/server-info.js';
import type { ToolAnswer } from '../tools/tool-caller.js';
import { ToolDispatcher } from '../dispatch/tool-dispatcher.js';
import { readFastPathRequest, type FastPathRequest } from './request.js';

type Listed = readonly ListedTool[];

/** For all lists of one version of the document; a list beyond it is serialised for each request. */
export const MAX_LIST_BYTES = 32 * 1024 * 1024;

const LEGACY_END = { call: writeRest({}), list: writeRest({}) };

/**
 * The fast path: answers plain `tools/list` and `tools/call` in the SDK's very bytes, without a server, a transport and
 * several validations made for each; a list is serialised once for all who see the same. What is unusual about a
 * request, right or wrong, is left to the SDK. test/fast-path.e2e-spec.ts holds the two equal over generated requests.
 */
@Injectable()
export class FastPath {
  private readonly logger = new Logger(FastPath.name);
  private readonly lists = new WeakMap<Catalog, LRUCache<Listed, Buffer>>();
  /** What revision 2026-07-28 adds to every result, written once. */
  private readonly modernEnd = memoizeObject((catalog: Catalog) => {
    const _meta = { [SERVER_INFO_META_KEY]: serverInfo(catalog, this.config) };
    const resultType = 'complete';
    return {
      call: writeRest({ resultType, _meta }),
      list: writeRest({ resultType, ...listHint(this.config), _meta }),
    };
  });

  constructor(
    private readonly calls: ToolDispatcher,
    private readonly context: RequestContext,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /**
   * @param message the JSON of the request's body
   * @param signal aborted when the client goes away
   * @returns the answer; undefined where the SDK must answer, and then nothing has been carried out
   */
  async answer(
    headers: IncomingHttpHeaders,
    message: unknown,
    connection: ConnectionCatalog,
    signal: AbortSignal,
  ): Promise<McpAnswer | undefined> {
    const request = readFastPathRequest(headers, message);
    if (!request) return undefined;
    this.context.recordEra(request.era);
    const id = JSON.stringify(request.id);
    try {
      const result = await hideFault({ context: this.context, logger: this.logger }, () =>
        this.writeResult(request, connection, signal),
      );
      return result && jsonAnswer('{"result":', ...result, `,"jsonrpc":"2.0","id":${id}}`);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      const { code, message: problem } = error;
      return jsonAnswer(
        `{"jsonrpc":"2.0","id":${id},"error":${JSON.stringify({ code, message: problem })}}`,
      );
    }
  }

  /**
   * @returns the JSON of the result in pieces, of which a list is never copied; undefined when there is no such tool
   */
  private async writeResult(
    { era, showsViews, elicits, call }: FastPathRequest,
    connection: ConnectionCatalog,
    signal: AbortSignal,
  ): Promise<(string | Buffer)[] | undefined> {
    if (!call) {
      const { catalog, view } = connection;
      const listed = this.config.views && showsViews ? listWithViews(view) : view.listed;
      return [this.listOf(catalog, listed), this.endOf(era, catalog).list];
    }
    // The SDK asks clients back.
    if (elicits && this.config.tools.confirm !== 'off') return undefined;
    const result = await this.calls.call(connection, call.name, call.args, signal);
    if (!result || !isResult(result)) return undefined;
    return [writeResult(result, this.endOf(era, connection.catalog).call)];
  }

  /** The beginning of a list of tools, which is the same in both eras. */
  private listOf(catalog: Catalog, listed: Listed): Buffer {
    const lists = this.lists.get(catalog) ?? newLists();
    this.lists.set(catalog, lists);
    const known = lists.get(listed);
    if (known) return known;
    const list = Buffer.from(`{"tools":${JSON.stringify(listed)}`);
    lists.set(listed, list);
    return list;
  }

  private endOf(era: FastPathRequest['era'], catalog: Catalog): { call: string; list: string } {
    return era === 'legacy' ? LEGACY_END : this.modernEnd(catalog);
  }
}

function newLists(): LRUCache<Listed, Buffer> {
  return new LRUCache({ maxSize: MAX_LIST_BYTES, sizeCalculation: ({ length }) => length });
}

function isResult(answer: ToolAnswer): answer is ToolResult {
  return 'content' in answer;
}
