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

/** Who is signed in, as the application tells. */
export interface Person {
  /** The same for the same person at every connection. */
  id: string;
  name?: string;
  email?: string;
  /** Whether the application says that the address is theirs. */
  isVerified: boolean;
}

/** Answers the profile tool from `GET /users/me`, with the same call as that operation's tool. */
@Injectable()
export class ProfileReader {
  constructor(private readonly runner: ToolRunner) {}

  /** @throws CallError when the application does not answer */
  async read(tools: readonly Tool[], signal: AbortSignal): Promise<ToolResult> {
    const person = await this.identify(tools, signal);
    if (!person) return errorResult('The application does not say who is signed in.');
    const { isVerified: _isVerified, ...profile } = person;
    return structuredResult(profile);
  }

  /**
   * @returns who is signed in; undefined if the application does not say
   * @throws CallError when the application does not answer
   */
  async identify(tools: readonly Tool[], signal: AbortSignal): Promise<Person | undefined> {
    const tool = findUserTool({ tools });
    if (!tool) return undefined;
    const { structuredContent: user = {} } = await this.runner.call(tool, { id: 'me' }, signal);
    const { id, email, ...named } = user;
    if (id === undefined || id === null) return undefined;
    const hasEmail = typeof email === 'string' && EMAIL.test(email);
    const name = recordName(named);
    return {
      id: String(id),
      ...(name !== undefined && { name: showUnseen(oneLine(name).slice(0, LONGEST)) }),
      ...(hasEmail && { email: email.slice(0, LONGEST) }),
      isVerified: named['email_verified'] === true,
    };
  }
}
