import { Inject, Injectable, Logger } from '@nestjs/common';
import { BulletTrainClient } from '../../bullet-train/bullet-train.client.js';
import type { UpstreamResponse } from '../../bullet-train/upstream.js';
import { TokenValidator } from '../../bullet-train/token-validator.js';
import { UpstreamError } from '../../bullet-train/upstream-error.js';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import { ArgumentError } from '../../openapi/request/argument-error.js';
import { checkArguments } from '../../openapi/request/arguments.js';
import { buildRequest, type ApiRequest } from '../../openapi/request/build-request.js';
import { isLinkedBody } from '../../openapi/request/linked-body.js';
import type { FileLinks } from '../../openapi/request/linked-file.js';
import { createSanitizer, explainRedacted } from '../../openapi/response/sanitize-response.js';
import { pickFields } from '../../openapi/response/fields.js';
import type { FieldChoice } from '../../openapi/plan/shown-fields.js';
import type { ListPage } from '../../openapi/response/list-page.js';
import { readListOptions } from '../../openapi/response/list-options.js';
import { mapTexts } from '../../openapi/document/map-texts.js';
import { readResponse } from '../../openapi/response/read-response.js';
import { refinePages } from '../../openapi/response/refine-pages.js';
import { redactError } from '../../openapi/response/redact-error.js';
import { secretFields } from '../../openapi/response/secret-fields.js';
import { fileResult } from '../../openapi/response/file-result.js';
import { listResult } from '../../openapi/response/list-result.js';
import { recordResult } from '../../openapi/response/record-result.js';
import type { Tool } from '../../openapi/tools/tool.js';
import type { ToolResult } from '../../openapi/response/tool-result.js';
import { FetchError } from '../../public-fetch/fetch-error.js';
import { MAX_WAIT_MS } from '../../public-fetch/open-download.js';
import { matchNames } from '../../values/name-patterns.js';
import { restoreUnseen } from '../../values/unseen.js';
import { LEFT_OUT, Permission } from '../access/permission.js';
import { PermissionError } from '../access/permission-error.js';
import { TokenRefusedError } from '../access/record-teams.js';
import type { SentCall } from '../access/sent-call.js';
import { CallError } from './call-error.js';
import { CallLimits } from './call-limits.js';
import { RequestContext } from '../../request/request-context.js';
import { explainUpstreamError } from './explain-upstream-error.js';
import { streamUpload } from './linked-upload.js';
import { readPages } from './page-reader.js';
import { isReadable, rootUri } from './record-template.js';
import type { Progress } from '../../request/progress.js';
import type { ToolCall } from '../../request/request-record.js';

/** How a call is carried out that is one of several, or may be repeated. */
interface CallMode {
  /** Sent as `Idempotency-Key`. */
  key?: string;
  /** How many calls share one answer. */
  share?: number;
  /** Whether HTTP 401 must not take the place of the answer: other calls in it have done something. */
  keepsAnswer?: boolean;
  /** How much of the answer is kept, in tokens by estimate; MCP_MAX_RESULT_TOKENS when not given. */
  maxTokens?: number;
  /** Where the files are that the arguments name. */
  links?: FileLinks;
  /** Whether a file is wanted whole, however large. */
  isWhole?: boolean;
  /** Is told how far the reading of a list is, or the sending of files. */
  progress?: Progress | undefined;
  /** Is told of each answer of the application, and ends the reading of a list. */
  meter?: ReadingMeter;
}

/** Counts what is read of the application. */
export interface ReadingMeter {
  /** Whether to stop before the next page of a list. */
  readonly isSpent: boolean;
  /** @param bytes of one answer */
  count(bytes: number): void;
}

/** Carries out one call: arguments → request → the application, as the caller → result. */
@Injectable()
export class ToolRunner {
  private readonly logger = new Logger(ToolRunner.name);
  private readonly clean;
  private readonly isSecret;
  private readonly isHidden: FieldChoice['isHidden'];

  constructor(
    private readonly client: BulletTrainClient,
    private readonly validator: TokenValidator,
    private readonly context: RequestContext,
    private readonly permission: Permission,
    private readonly limits: CallLimits,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {
    const { redactedFields, hiddenFields, bulletTrain } = config;
    if (hiddenFields.length > 0) this.isHidden = matchNames(hiddenFields);
    this.isSecret = secretFields(redactedFields);
    this.clean = createSanitizer({
      isSecret: this.isSecret,
      internalOrigin: bulletTrain.baseUrl,
      publicOrigin: bulletTrain.publicUrl,
    });
  }

  /**
   * @param signal aborted when the client goes away; the call to the application ends with it
   * @returns the answer
   * @throws CallError when it is none
   */
  async call(
    tool: Tool,
    args: unknown,
    signal: AbortSignal,
    mode: CallMode = {},
  ): Promise<ToolResult> {
    const { key, share = 1, keepsAnswer = false, maxTokens: most, meter, progress } = mode;
    const call: ToolCall = {
      tool: tool.name,
      operation: `${tool.method.toUpperCase()} ${tool.path}`,
      // Until it has another end.
      outcome: 'gone',
    };
    this.context.record?.calls.push(call);
    try {
      const { checked, request, sent } = await this.prepare(tool, args, signal);
      if (key !== undefined) request.headers['idempotency-key'] = key;
      const response = await this.send(tool, request, signal, mode);
      meter?.count(response.body.length);
      if (response.status === 401) throw this.refuseCaller(keepsAnswer);
      const { onlyJson, redirects, annotations } = tool;
      const options = {
        ...readListOptions(tool, checked),
        ...(this.isHidden && { isHidden: this.isHidden }),
      };
      const readable = response.status >= 400 ? redactError(response, this.isSecret) : response;
      const answer = readResponse(readable, {
        changes: !annotations.readOnlyHint,
        onlyJson,
        redirects,
        ...(tool.list && { list: { path: request.path, parameters: [...options.paging.keys()] } }),
        at: this.config.bulletTrain.publicUrl + this.client.apiPath + request.path,
      });
      if (answer.is === 'refusal') throw new CallError(answer.text, response.status);
      call.outcome = 'ok';
      const maxTokens = most ?? Math.floor(this.config.maxResultTokens / share);
      if (answer.is === 'file') {
        await this.permission.filterRecord(sent, {}, signal);
        const uri = `${rootUri(this.config.bulletTrain.apiVersion)}${request.path.replace(/\?.*$/s, '')}`;
        const isLinked = isReadable(tool) && this.context.readsResourceLinks;
        return fileResult(answer.file, uri, {
          isReadable: isLinked && !request.path.includes('?'),
          isWhole: mode.isWhole === true,
        });
      }
      if (answer.is === 'record') {
        const own = await this.permission.filterRecord(sent, answer.record, signal);
        // Fields of a record make a record.
        const record = pickFields(this.clean(own), options) as Record<string, unknown>;
        return recordResult(tool.method === 'post' ? explainRedacted(record) : record, maxTokens);
      }
      const choice = { ...options, maxTokens, path: request.path };
      const wanted = { ...choice, ...(meter && { meter }), progress };
      const reading = await readPages(
        answer.page,
        wanted,
        request.path,
        async (path, timeoutMs) => {
          const page = await this.send(tool, { ...request, path }, signal, { timeoutMs });
          meter?.count(page.body.length);
          return page;
        },
      );
      if (reading.refused) throw this.refuseCaller(keepsAnswer);
      const allowed = await this.permission.filterPages(sent, reading.pages, signal);
      const { pages, notes } = refinePages(allowed.pages, tool, checked);
      const remarks = allowed.hasLeft ? [LEFT_OUT, ...notes] : notes;
      return listResult(pages.map(this.cleanPage), choice, reading.problem, remarks);
    } catch (error) {
      call.outcome = outcomeOf(error);
      throw this.explain(error, tool, keepsAnswer);
    }
  }

  /**
   * Whether the call would be sent.
   * @throws CallError when not
   */
  async allow(tool: Tool, args: unknown, signal: AbortSignal): Promise<void> {
    try {
      await this.prepare(tool, args, signal);
    } catch (error) {
      throw this.explain(error, tool, false);
    }
  }

  /** @throws PermissionError, ArgumentError, TokenRefusedError, UpstreamError */
  private async prepare(tool: Tool, args: unknown, signal: AbortSignal) {
    this.permission.check(tool);
    const checked = checkArguments(tool, mapTexts(args, restoreUnseen));
    const request = buildRequest(tool, checked);
    const sent: SentCall = { tool, args: checked, path: request.path };
    await this.permission.checkCall(sent, request, signal);
    return { checked, request, sent };
  }

  /** @returns what is thrown on: a CallError where a model can be told */
  private explain(error: unknown, tool: Tool, keepsAnswer: boolean): unknown {
    if (error instanceof ArgumentError || error instanceof PermissionError) {
      return new CallError(error.message, undefined, { cause: error });
    }
    if (error instanceof TokenRefusedError) return this.refuseCaller(keepsAnswer);
    if (!(error instanceof UpstreamError)) return error;
    this.logger.warn(`${tool.name}: ${error.message}`);
    return new CallError(explainUpstreamError(error, tool), undefined, { cause: error });
  }

  /** What leads to the next page goes back to the application as it is. */
  private readonly cleanPage = (page: ListPage): ListPage => ({
    ...page,
    items: this.clean(page.items),
    ...(page.rest && { rest: this.clean(page.rest) }),
  });

  /** `timeoutMs`: of a further page of a list. */
  private async send(
    tool: Tool,
    request: ApiRequest,
    signal: AbortSignal,
    {
      timeoutMs,
      links = new Map(),
      progress,
    }: Pick<CallMode, 'links' | 'progress'> & { timeoutMs?: number },
  ): Promise<UpstreamResponse> {
    await this.limits.count(tool, timeoutMs !== undefined);
    const base = tool.base ?? this.client.apiPath;
    const { body, ...head } = request;
    const { uploads, upstreamTimeoutMs } = this.config;
    const sent = isLinkedBody(body)
      ? // The host's time is not the application's.
        {
          body: streamUpload(body, links, uploads, progress),
          timeoutMs: upstreamTimeoutMs + MAX_WAIT_MS,
        }
      : { ...(body !== undefined && { body }) };
    return this.client.send({
      queue: 'calls',
      ...head,
      ...sent,
      path: base + request.path,
      template: base + tool.path,
      token: this.context.token,
      signal,
      ...(timeoutMs !== undefined && { timeoutMs }),
    });
  }

  /** A client signs in again only on HTTP 401, so this result is replaced by one (see McpEndpoint). */
  private refuseCaller(keepsAnswer: boolean): CallError {
    this.validator.forget(this.context.token);
    if (!keepsAnswer) this.context.refuse({ code: 'invalid_token' });
    return new CallError('The access token is no longer accepted: sign in again.', 401);
  }
}

/** The outcome of the call for the log and the metrics. */
function outcomeOf(error: unknown): ToolCall['outcome'] {
  if (error instanceof UpstreamError) return error.code === 'gone' ? 'gone' : 'error';
  const { status = 500, cause } = error instanceof CallError ? error : {};
  const isBefore =
    cause instanceof FetchError ||
    [ArgumentError, PermissionError, TokenRefusedError].some((kind) => error instanceof kind);
  return isBefore || status < 500 ? 'refused' : 'error';
}
