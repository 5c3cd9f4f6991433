import {
  Body,
  Controller,
  Headers,
  HttpCode,
  Ip,
  Post,
  Res,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import type { Response } from 'express';
import { AuditTrail, type End } from '../../audit/audit-trail.js';
import { isRecord } from '../../values/is-record.js';
import { AddressLimitGuard } from '../../limits/address-limit.guard.js';
import type { OAuthAnswer } from '../upstream/doorkeeper-client.js';
import { BASIC_CHALLENGE } from '../protocol/oauth-error.js';
import { readForm, readJsonText } from './read-body.js';
import { RegisterEndpoint } from './register.js';
import { RevokeEndpoint } from './revoke.js';
import { TokenEndpoint } from './token.js';

/** RFC 6749 §5.1 forbids caching. */
const NO_STORE = { 'Cache-Control': 'no-store', Pragma: 'no-cache' };

/**
 * The endpoints that clients call. Clients without support for protected-resource metadata look for them at the origin.
 */
@UseGuards(AddressLimitGuard)
@Controller(['oauth', ''])
export class ClientController {
  constructor(
    private readonly registerEndpoint: RegisterEndpoint,
    private readonly tokenEndpoint: TokenEndpoint,
    private readonly revokeEndpoint: RevokeEndpoint,
    private readonly audit: AuditTrail,
  ) {}

  @Post('register')
  @UseInterceptors(readJsonText)
  @HttpCode(201)
  register(@Body() metadata: unknown, @Res({ passthrough: true }) response: Response) {
    response.set(NO_STORE);
    return this.audit.step('register', () => this.registerEndpoint.register(metadata));
  }

  @Post('token')
  @UseInterceptors(readForm)
  async token(
    @Body() form: unknown,
    @Headers('authorization') authorization: string | undefined,
    @Ip() from: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ) {
    const event = isRefresh(form) ? 'refresh' : 'grant';
    const work = () => this.tokenEndpoint.exchange(form, authorization, from);
    return answer(response, await this.audit.step(event, work, endOf));
  }

  @Post('revoke')
  @UseInterceptors(readForm)
  async revoke(
    @Body() form: unknown,
    @Headers('authorization') authorization: string | undefined,
    @Ip() from: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ) {
    const work = () => this.revokeEndpoint.revoke(form, authorization, from);
    return answer(response, await this.audit.step('revoke', work, endOf));
  }
}

function isRefresh(form: unknown): boolean {
  return isRecord(form) && form['grant_type'] === 'refresh_token';
}

/** The application's own refusals are responses, not exceptions. */
function endOf({ status, body }: OAuthAnswer): End {
  if (status < 400) return { outcome: 'ok' };
  const { error } = body;
  const isCode = typeof error === 'string' && /^[a-z_]{1,40}$/.test(error);
  const outcome = status < 500 ? 'refused' : 'failed';
  return { outcome, status, reason: isCode ? error : 'application' };
}

function answer(response: Response, { status, body }: OAuthAnswer): Record<string, unknown> {
  response.status(status).set({ ...NO_STORE, ...(status === 401 && BASIC_CHALLENGE) });
  return body;
}
