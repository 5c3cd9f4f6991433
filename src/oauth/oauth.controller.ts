import { Body, Controller, Get, Header, Headers, Post, Query, Redirect, Res } from '@nestjs/common';
import type { Response } from 'express';
import { AuthorizeEndpoint } from './authorize.js';
import type { OAuthAnswer } from './forward.js';
import { BASIC_CHALLENGE } from './oauth-error.js';
import { RevokeEndpoint } from './revoke.js';
import { TokenEndpoint } from './token.js';

/** Clients that know no protected-resource metadata look for the endpoints at the origin itself. */
@Controller(['oauth', ''])
export class OAuthController {
  constructor(
    private readonly authorizeEndpoint: AuthorizeEndpoint,
    private readonly tokenEndpoint: TokenEndpoint,
    private readonly revokeEndpoint: RevokeEndpoint,
  ) {}

  @Get('authorize')
  @Header('Cache-Control', 'no-store')
  @Redirect()
  authorize(@Query() query: unknown) {
    return { url: this.authorizeEndpoint.redirect(query), statusCode: 302 };
  }

  @Post('token')
  async token(
    @Body() form: unknown,
    @Headers('authorization') authorization: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ) {
    return answer(response, await this.tokenEndpoint.exchange(form, authorization));
  }

  @Post('revoke')
  async revoke(
    @Body() form: unknown,
    @Headers('authorization') authorization: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ) {
    return answer(response, await this.revokeEndpoint.revoke(form, authorization));
  }
}

/** RFC 6749 §5.1 forbids caching. */
function answer(response: Response, { status, body }: OAuthAnswer): Record<string, unknown> {
  response.status(status).set({
    'Cache-Control': 'no-store',
    Pragma: 'no-cache',
    ...(status === 401 && BASIC_CHALLENGE),
  });
  return body;
}
