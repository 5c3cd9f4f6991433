import { Injectable, Logger } from '@nestjs/common';
import { BulletTrainClient, type UpstreamResponse } from '../bullet-train/bullet-train.client.js';
import { TokenValidator } from '../bullet-train/token-validator.js';
import { UpstreamError } from '../bullet-train/upstream-error.js';
import { ArgumentError, checkArguments } from '../openapi/arguments.js';
import { buildRequest, type ApiRequest } from '../openapi/build-request.js';
import { errorResult, mapResponse, type ToolResult } from '../openapi/map-response.js';
import type { Tool } from '../openapi/tool.js';
import { Caller } from './caller.js';

/** Carries out one call: arguments → request → the application, as the caller → result. */
@Injectable()
export class ToolRunner {
  private readonly logger = new Logger(ToolRunner.name);

  constructor(
    private readonly client: BulletTrainClient,
    private readonly validator: TokenValidator,
    private readonly caller: Caller,
  ) {}

  /**
   * @param signal aborted when the client goes away; the call to the application ends with it
   * @returns the answer, or an error that a model can act on
   */
  async run(tool: Tool, args: unknown, signal: AbortSignal): Promise<ToolResult> {
    try {
      const request = buildRequest(tool, checkArguments(tool, args));
      const response = await this.send(tool, request, signal);
      if (response.status === 401) return this.refuseCaller();
      return mapResponse(response);
    } catch (error) {
      if (error instanceof ArgumentError) return errorResult(error.message);
      if (error instanceof UpstreamError) {
        this.logger.warn(`${tool.name}: ${error.message}`);
        return errorResult(UNREACHABLE);
      }
      throw error;
    }
  }

  private async send(
    tool: Tool,
    request: ApiRequest,
    signal: AbortSignal,
  ): Promise<UpstreamResponse> {
    const startedAt = performance.now();
    const response = await this.client.send({
      ...request,
      path: this.client.apiPath + request.path,
      token: this.caller.token,
      signal,
    });
    const ms = Math.round(performance.now() - startedAt);
    this.logger.log(
      `${tool.name}: ${tool.method.toUpperCase()} ${tool.path} ${response.status}, ${ms} ms`,
    );
    return response;
  }

  /** A client signs in again only on HTTP 401, so this result is replaced by one (see McpEndpoint). */
  private refuseCaller(): ToolResult {
    this.validator.forget(this.caller.token);
    this.caller.refuse();
    return errorResult('The access token is no longer accepted: sign in again.');
  }
}

const UNREACHABLE =
  'The application cannot be reached at the moment. Nothing is known about whether it did what was asked: look before you repeat a change, or try again later.';
