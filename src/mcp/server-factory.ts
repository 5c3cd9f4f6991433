import { Inject, Injectable } from '@nestjs/common';
import {
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type Tool as ListedTool,
} from '@modelcontextprotocol/server';
import { DocumentSource } from '../bullet-train/document-source.js';
import { appConfig, type AppConfig } from '../config/app-config.js';
import { SERVER_VERSION } from '../config/version.js';
import type { Tool } from '../openapi/tool.js';
import { ToolCatalog, type Catalog } from './tool-catalog.js';
import { ToolRunner } from './tool-runner.js';

/** Makes the MCP server of one request: it is cheap, and nothing can be left in it for the next one. */
@Injectable()
export class ServerFactory {
  constructor(
    private readonly catalog: ToolCatalog,
    private readonly runner: ToolRunner,
    private readonly source: DocumentSource,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  create(): Server {
    const ttlMs = this.config.openapiRefreshSeconds * 1000;
    const server = new Server(
      { name: 'bullet-train-mcp', title: this.applicationName(), version: SERVER_VERSION },
      {
        capabilities: { tools: {} },
        instructions: instructionsFor(this.applicationName()),
        cacheHints: { 'tools/list': { ttlMs, cacheScope: 'private' } },
      },
    );
    server.setRequestHandler('tools/list', () => ({ tools: this.tools().tools.map(listed) }));
    server.setRequestHandler('tools/call', ({ params }, context) => {
      const tool = this.tools().byName.get(params.name);
      if (!tool) {
        throw new ProtocolError(
          ProtocolErrorCode.InvalidParams,
          `There is no tool ${JSON.stringify(params.name)}: ask tools/list which there are`,
        );
      }
      return this.runner.run(tool, params.arguments, context.mcpReq.signal);
    });
    return server;
  }

  private applicationName(): string {
    return this.catalog.current?.applicationName ?? 'Bullet Train';
  }

  private tools(): Catalog {
    if (this.catalog.current) return this.catalog.current;
    throw new ProtocolError(
      ProtocolErrorCode.InternalError,
      `The tools are not there yet, because the application's OpenAPI document could not be loaded: ${this.source.problem ?? 'it is still being fetched'}. Try again in a minute`,
    );
  }
}

/** What a client is told of a tool. */
function listed({ name, title, description, inputSchema, annotations }: Tool): ListedTool {
  // The SDK's type asks for JSON in every keyword, which a parsed document can only promise.
  const schema = inputSchema as ListedTool['inputSchema'];
  return { name, title, description, inputSchema: schema, annotations };
}

/** The first 512 characters must stand alone: some clients cut the rest. */
function instructionsFor(applicationName: string): string {
  return (
    `Tools that work in ${applicationName} as the person who signed in: they see and change what that person may. ` +
    'Look ids up with the list tools, starting at list_teams, instead of guessing them. ' +
    'A list answers a page of items and next_after; pass it as after for the next page, null means there is none. ' +
    'An update changes only the fields you give.'
  );
}
