import { Inject, Injectable } from '@nestjs/common';
import {
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
  type ReadResourceResult,
  type Resource,
  type ResourceTemplateType,
} from '@modelcontextprotocol/server';
import { Skills } from '../../skills/skills.js';
import { AuditTrail } from '../../audit/audit-trail.js';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import { ArgumentError } from '../../openapi/request/argument-error.js';
import type { OpenApiDocument } from '../../openapi/document/document.js';
import { outlineOperations, selectOperations } from '../../openapi/document/subset-document.js';
import { fetchesRecord } from '../../openapi/tools/fetches-record.js';
import { fitsTokens } from '../../values/text-tokens.js';
import type { FileContent, ToolResult } from '../../openapi/response/tool-result.js';
import { showUnseen } from '../../values/unseen.js';
import { VIEW_META, VIEW_TYPE } from '../../views/view-resource.js';
import { readView } from '../../views/views.js';
import { PermissionError } from '../access/permission-error.js';
import { begunCall, endOf } from '../tools/call-end.js';
import { CallError } from '../tools/call-error.js';
import { findRecord, recordTemplate, rootUri } from '../tools/record-template.js';
import { findUserTool } from '../../openapi/tools/current-user-tool.js';
import type { Catalog } from '../../catalog/tool-catalog.js';
import { ToolRunner } from '../tools/tool-runner.js';
import type { ToolView } from '../../catalog/tool-view.js';

const JSON_TYPE = 'application/json';

/** The records that can be fetched, by address, and what the application says of its API. */
@Injectable()
export class Resources {
  private readonly documents = new WeakMap<ToolView['tools'], OpenApiDocument>();

  constructor(
    private readonly runner: ToolRunner,
    private readonly audit: AuditTrail,
    private readonly skills: Skills,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /** @returns the resources with fixed addresses */
  list(view: ToolView): Resource[] {
    const documents: Resource = {
      uri: this.uri('/openapi.json'),
      name: 'openapi',
      title: 'API document',
      description: `What this connection may call, as OpenAPI; an outline where that is long, and the parts at ${this.uri('/openapi/{tag}')}.`,
      mimeType: JSON_TYPE,
    };
    const person: Resource = {
      uri: this.uri('/users/me'),
      name: 'me',
      title: 'Who I am',
      description: 'The user on whose behalf everything here is done.',
      mimeType: JSON_TYPE,
    };
    return findUserTool(view) ? [documents, person] : [documents];
  }

  /** @returns the resources whose addresses have placeholders */
  templates(view: ToolView): ResourceTemplateType[] {
    const part: ResourceTemplateType = {
      uriTemplate: partUri(this.config.bulletTrain.apiVersion),
      name: 'openapi_part',
      title: 'API document of one tag',
      description: 'The part of the OpenAPI document that describes the operations of one tag.',
      mimeType: JSON_TYPE,
    };
    const records = view.tools.filter(fetchesRecord).map((tool) => ({
      uriTemplate: recordTemplate(tool, this.config.bulletTrain.apiVersion),
      name: tool.name,
      title: tool.title,
      description: tool.description,
      mimeType: JSON_TYPE,
    }));
    return [part, ...records];
  }

  /** @throws ResourceNotFoundError, or ProtocolError with the application's reason */
  async read(
    uri: string,
    { catalog, view }: { catalog: Catalog; view: ToolView },
    signal: AbortSignal,
  ): Promise<ReadResourceResult> {
    const skill = this.skills.read(uri, { view });
    if (skill) return skill;
    const html = this.config.views ? readView(uri, view, catalog.applicationName) : undefined;
    if (html !== undefined) {
      return { contents: [{ uri, mimeType: VIEW_TYPE, text: html, _meta: VIEW_META }] };
    }
    const document = this.readDocument(uri, catalog.document, view);
    if (!document) return this.readRecord(uri, view, signal);
    return { contents: [{ uri, mimeType: JSON_TYPE, text: showUnseen(JSON.stringify(document)) }] };
  }

  private async readRecord(
    uri: string,
    view: ToolView,
    signal: AbortSignal,
  ): Promise<ReadResourceResult> {
    const found = findRecord(uri, view.tools, this.config.bulletTrain.apiVersion);
    if (!found) throw new ResourceNotFoundError(uri);
    try {
      const { content } = await this.audit.call(
        { ...begunCall(found.tool), via: 'resource', args: [found.args] },
        () => this.runner.call(found.tool, found.args, signal, { isWhole: true }),
        endOf,
      );
      const [{ text }] = content;
      const file = content.find(isFile);
      if (!file) return { contents: [{ uri, mimeType: JSON_TYPE, text }] };
      const { mimeType, blob } = blobOf(file);
      return { contents: [{ uri, mimeType, blob }] };
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      const isNowhere = error.status === 404 || error.cause instanceof ArgumentError;
      if (isNowhere) throw new ResourceNotFoundError(uri, error.message);
      const isRefused = error.cause instanceof PermissionError;
      throw new ProtocolError(
        isRefused ? ProtocolErrorCode.InvalidParams : ProtocolErrorCode.InternalError,
        error.message,
      );
    }
  }

  private readDocument(
    uri: string,
    document: OpenApiDocument,
    { tools }: ToolView,
  ): OpenApiDocument | undefined {
    if (uri === this.uri('/openapi.json')) {
      return this.wholeOrOutline(document, tools);
    }
    const root = this.uri('/openapi/');
    if (!uri.startsWith(root)) return undefined;
    const tag = decode(uri.slice(root.length));
    const ofTag = tools.filter(({ tags }) => tags.includes(tag));
    return ofTag.length > 0 ? selectOperations(document, ofTag) : undefined;
  }

  /** Kept as long as the view: a large document takes tens of milliseconds. */
  private wholeOrOutline(document: OpenApiDocument, tools: ToolView['tools']): OpenApiDocument {
    const known = this.documents.get(tools);
    if (known) return known;
    const whole = selectOperations(document, tools);
    const isLong = !fitsTokens(JSON.stringify(whole), this.config.maxResultTokens);
    const shown = isLong ? outlineOperations(whole) : whole;
    this.documents.set(tools, shown);
    return shown;
  }

  private uri(path: string): string {
    return rootUri(this.config.bulletTrain.apiVersion) + path;
  }
}

/** The template of the parts of the API document. */
export function partUri(apiVersion: string): string {
  return `${rootUri(apiVersion)}/openapi/{tag}`;
}

function isFile(part: ToolResult['content'][number]): part is FileContent {
  return part.type === 'image' || part.type === 'resource';
}

function blobOf(file: FileContent): { mimeType: string; blob: string } {
  return file.type === 'image' ? { mimeType: file.mimeType, blob: file.data } : file.resource;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
