import type { Round } from '../tools/approvals.js';
import { elicitsForms } from '../message/elicits-forms.js';
import { Inject, Injectable, Logger } from '@nestjs/common';
import {
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type McpRequestContext,
  type ServerContext,
} from '@modelcontextprotocol/server';
import * as z from 'zod';
import { AuditTrail } from '../../audit/audit-trail.js';
import { DocumentSource } from '../../bullet-train/document-source.js';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import { RequestContext } from '../../request/request-context.js';
import { hideFault } from './hide-fault.js';
import { writeInstructions } from './instructions.js';
import { Completer } from '../completion/completer.js';
import { Prompts } from '../resources/prompts.js';
import { Resources } from '../resources/resources.js';
import type { ConnectionCatalog } from '../../catalog/connection-catalog.js';
import { listHint, serverInfo } from './server-info.js';
import { Skills, SKILLS_EXTENSION } from '../../skills/skills.js';
import { ToolDispatcher } from '../dispatch/tool-dispatcher.js';
import { clientName } from '../../telemetry/stranger-names.js';
import { showsViews, VIEWS_EXTENSION } from '../../views/view-resource.js';
import { listWithViews } from '../../views/views.js';

const LIST_SKILLS = z.looseObject({ cursor: z.string().optional() });
const GET_SKILL = z.looseObject({ uri: z.string() });

/** Makes the MCP server of one request: that is cheap, and nothing stays in it for the next request. */
@Injectable()
export class ServerFactory {
  private readonly logger = new Logger(ServerFactory.name);

  constructor(
    private readonly context: RequestContext,
    private readonly calls: ToolDispatcher,
    private readonly resources: Resources,
    private readonly prompts: Prompts,
    private readonly completer: Completer,
    private readonly skills: Skills,
    private readonly source: DocumentSource,
    private readonly audit: AuditTrail,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /**
   * @param connection what the connection sees; undefined before the first document is loaded
   * @returns a server with handlers for tools, resources, prompts and completion, to be connected to a transport
   */
  create(era: McpRequestContext['era'], connection: ConnectionCatalog | undefined): Server {
    const info = serverInfo(connection?.catalog, this.config);
    const name = info.title;
    // Only the newer era has a stream for changes: subscriptions/listen.
    const changes = era === 'modern' ? { listChanged: true } : {};
    const server = new Server(info, {
      capabilities: {
        tools: changes,
        resources: changes,
        prompts: changes,
        completions: {},
        extensions: { ...(this.config.views && { [VIEWS_EXTENSION]: {} }), [SKILLS_EXTENSION]: {} },
      },
      instructions: writeInstructions(name, connection?.view),
      cacheHints: this.cacheHints(),
    });
    this.addTools(server, connection, era);
    this.addResources(server, connection);
    this.addSkills(server, connection, era);
    this.addPrompts(server, connection, name);
    return server;
  }

  private addTools(
    server: Server,
    connection: ConnectionCatalog | undefined,
    era: McpRequestContext['era'],
  ): void {
    server.setRequestHandler(
      'tools/list',
      this.guard((_request, { mcpReq: { envelope } }) => {
        const { view } = this.need(connection);
        // The older era says it in its handshake, which is not kept; other clients ignore `_meta`.
        const asks = era === 'legacy' || showsViews(envelope);
        return { tools: [...(this.config.views && asks ? listWithViews(view) : view.listed)] };
      }),
    );
    server.setRequestHandler(
      'tools/call',
      this.guard(async ({ params }, { mcpReq }) => {
        const { name, arguments: args } = params;
        const round = era === 'modern' ? roundOf(mcpReq) : undefined;
        const result = await this.calls.call(
          this.need(connection),
          name,
          args,
          mcpReq.signal,
          round,
        );
        if (result) return result;
        const tool = clientName(name);
        this.audit.note(
          { ...(tool !== undefined && { tool }), isChange: false },
          { outcome: 'refused', reason: 'unknown_tool' },
        );
        throw new ProtocolError(
          ProtocolErrorCode.InvalidParams,
          `There is no tool ${JSON.stringify(name)}: ask tools/list which there are`,
        );
      }),
    );
  }

  private addResources(server: Server, connection: ConnectionCatalog | undefined): void {
    server.setRequestHandler(
      'resources/list',
      this.guard(() => ({
        resources: this.resources.list(this.need(connection).view),
      })),
    );
    server.setRequestHandler(
      'resources/templates/list',
      this.guard(() => ({
        resourceTemplates: this.resources.templates(this.need(connection).view),
      })),
    );
    server.setRequestHandler(
      'resources/read',
      this.guard(({ params }, { mcpReq: { signal } }) =>
        this.resources.read(params.uri, this.need(connection), signal),
      ),
    );
  }

  private addSkills(
    server: Server,
    connection: ConnectionCatalog | undefined,
    era: McpRequestContext['era'],
  ): void {
    // The older revisions know no such members.
    const hint = era === 'modern' ? listHint(this.config) : {};
    server.setRequestHandler(
      'skills/list',
      { params: LIST_SKILLS },
      this.guard(({ cursor }: z.output<typeof LIST_SKILLS>) => ({
        ...this.skills.list(this.need(connection), cursor),
        ...hint,
      })),
    );
    server.setRequestHandler(
      'skills/get',
      { params: GET_SKILL },
      this.guard(({ uri }: z.output<typeof GET_SKILL>) => ({
        skill: this.skills.get(uri, this.need(connection)),
        ...hint,
      })),
    );
  }

  private addPrompts(
    server: Server,
    connection: ConnectionCatalog | undefined,
    applicationName: string,
  ): void {
    server.setRequestHandler('prompts/list', () => ({
      prompts: this.prompts.list(connection?.view),
    }));
    server.setRequestHandler(
      'prompts/get',
      this.guard(({ params }, { mcpReq: { signal } }) => {
        const { name, arguments: args = {} } = params;
        return this.prompts.get(name, args, applicationName, this.need(connection).view, signal);
      }),
    );
    server.setRequestHandler(
      'completion/complete',
      this.guard(({ params }, { mcpReq: { signal } }) =>
        this.completer.complete(params, this.need(connection).view, signal),
      ),
    );
  }

  /** People see different records, which change at any time: only lists may be cached. */
  private cacheHints() {
    const hint = listHint(this.config);
    return {
      'tools/list': hint,
      'resources/list': hint,
      'resources/templates/list': hint,
      'prompts/list': hint,
    };
  }

  private guard<Given extends unknown[], Result>(
    handle: (...given: Given) => Result | Promise<Result>,
  ): (...given: Given) => Promise<Result> {
    const reporter = { context: this.context, logger: this.logger };
    return (...given) => hideFault(reporter, () => handle(...given));
  }

  private need(connection: ConnectionCatalog | undefined): ConnectionCatalog {
    if (connection) return connection;
    throw new ProtocolError(
      ProtocolErrorCode.InternalError,
      `The tools are not there yet, because the application's OpenAPI document could not be loaded: ${this.source.problem ?? 'it is still being fetched'}. Try again in a minute`,
    );
  }
}

/** What the client can do and brings back (MCP 2026-07-28); the older era has no stream on which to ask it. */
function roundOf({ envelope, inputResponses, requestState }: ServerContext['mcpReq']): Round {
  const state = requestState<string>();
  return {
    elicits: elicitsForms(envelope),
    ...(inputResponses && { responses: inputResponses }),
    ...(typeof state === 'string' && { state }),
  };
}
