import { Injectable } from '@nestjs/common';
import { findUserTool } from '../../openapi/tools/current-user-tool.js';
import {
  errorResult,
  structuredResult,
  type ToolResult,
} from '../../openapi/response/tool-result.js';
import type { Tool } from '../../openapi/tools/tool.js';
import { oneLine } from '../../values/one-line.js';
import { showUnseen } from '../../values/unseen.js';
import { recordName } from '../tools/record-name.js';
import { ToolRunner } from '../tools/tool-runner.js';

const LONGEST = 200;
/** A redacted value does not count. */
const EMAIL = /^[^\s@]+@[^\s@]+$/;

/** Answers the profile tool from `GET /users/me`, with the same call as that operation's tool. */
@Injectable()
export class ProfileReader {
  constructor(private readonly runner: ToolRunner) {}

  /** @throws CallError when the application does not answer */
  async read(tools: readonly Tool[], signal: AbortSignal): Promise<ToolResult> {
    const tool = findUserTool({ tools });
    if (!tool) return errorResult('The application does not say who is signed in.');
    const { structuredContent: user = {} } = await this.runner.call(tool, { id: 'me' }, signal);
    const { id, email } = user;
    if (id === undefined || id === null) {
      return errorResult('The application does not say who is signed in.');
    }
    const hasEmail = typeof email === 'string' && EMAIL.test(email);
    const { email: _email, ...named } = user;
    const name = recordName(named);
    return structuredResult({
      id: String(id),
      ...(name !== undefined && { name: showUnseen(oneLine(name).slice(0, LONGEST)) }),
      ...(hasEmail && { email: email.slice(0, LONGEST) }),
    });
  }
}
