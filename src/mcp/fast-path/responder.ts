import { Inject, Injectable } from '@nestjs/common';
import {
  SERVER_INFO_META_KEY,
  type CacheHint,
  type Tool as ListedTool,
} from '@modelcontextprotocol/server';
import { LRUCache } from 'lru-cache';
import type { Catalog } from '../../catalog/tool-catalog.js';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import { listWithViews } from '../../views/views.js';
import { writeRest, writeResult } from '../../openapi/response/tool-result.js';
import type { FastPathRequest } from './request.js';
import type { ConnectionCatalog } from '../../catalog/connection-catalog.js';
import { listHint, serverInfo } from '../sdk/server-info.js';
import { ToolDispatcher } from '../tools/tool-dispatcher.js';

type Era = FastPathRequest['era'];
type Listed = readonly ListedTool[];

/** Of the lists of one version of the document; a longer one is serialised for each who asks. */
export const MAX_LIST_BYTES = 32 * 1024 * 1024;

/**
 * Answers plain requests for the tools, and to call one, in the SDK's very bytes but without a server,
 * a transport and several validations made for each; lists are serialised once for all who see the same.
 */
@Injectable()
export class FastPathResponder {
  private readonly lists = new WeakMap<Catalog, LRUCache<Listed, Buffer>>();

  constructor(
    private readonly calls: ToolDispatcher,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /**
   * @param signal aborted when the client goes away
   * @returns the JSON-RPC answer in pieces, of which a list is never copied; undefined when there is no such tool
   */
  async answer(
    { era, id, showsViews, call }: FastPathRequest,
    connection: ConnectionCatalog,
    signal: AbortSignal,
  ): Promise<(string | Buffer)[] | undefined> {
    const end = `,"jsonrpc":"2.0","id":${JSON.stringify(id)}}`;
    if (!call) {
      const closing = this.closing(era, connection, listHint(this.config));
      const { catalog, view } = connection;
      const listed = this.config.views && showsViews ? listWithViews(view) : view.listed;
      return [this.listOf(catalog, listed), `${writeRest(closing)}${end}`];
    }
    const result = await this.calls.call(connection, call.name, call.args, signal);
    return result && [`{"result":${writeResult(result, this.closing(era, connection))}${end}`];
  }

  /** The beginning of an answer, in which both eras are alike. */
  private listOf(catalog: Catalog, listed: Listed): Buffer {
    const lists = this.lists.get(catalog) ?? newLists();
    this.lists.set(catalog, lists);
    const known = lists.get(listed);
    if (known) return known;
    const list = Buffer.from(`{"result":{"tools":${JSON.stringify(listed)}`);
    lists.set(listed, list);
    return list;
  }

  /** What revision 2026-07-28 wants in every result. */
  private closing(era: Era, { catalog }: ConnectionCatalog, hint?: CacheHint): object {
    if (era === 'legacy') return {};
    const meta = { [SERVER_INFO_META_KEY]: serverInfo(catalog, this.config) };
    return { resultType: 'complete', ...hint, _meta: meta };
  }
}

function newLists(): LRUCache<Listed, Buffer> {
  return new LRUCache({ maxSize: MAX_LIST_BYTES, sizeCalculation: ({ length }) => length });
}
