import {
  Body,
  Controller,
  Get,
  Inject,
  Post,
  Query,
  Req,
  Res,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { AuditTrail } from '../../audit/audit-trail.js';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import { AddressLimitGuard } from '../../limits/address-limit.guard.js';
import { AccountEndpoint } from './account.js';
import { AuthorizeEndpoint } from './authorize.js';
import {
  readCookies,
  sendAnswer,
  type BrowserAnswer,
  type Cookies,
} from '../authorization/browser.js';
import { CallbackEndpoint } from './callback.js';
import { ConnectionsEndpoint } from './connections.js';
import { ConsentEndpoint } from './consent.js';
import { OAuthError } from '../protocol/oauth-error.js';
import { readForm } from './read-body.js';

/** The endpoints that a person's browser visits. */
@UseGuards(AddressLimitGuard)
@Controller()
export class SignInController {
  constructor(
    private readonly authorizeEndpoint: AuthorizeEndpoint,
    private readonly consentEndpoint: ConsentEndpoint,
    private readonly accountEndpoint: AccountEndpoint,
    private readonly callbackEndpoint: CallbackEndpoint,
    private readonly connectionsEndpoint: ConnectionsEndpoint,
    private readonly audit: AuditTrail,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /** Clients without support for protected-resource metadata look for it at the origin. */
  @Get(['oauth/authorize', 'authorize'])
  authorize(@Query() query: unknown, @Req() request: Request, @Res() response: Response) {
    // Showing a page writes no audit line; its outcome does.
    return this.answer(request, response, (cookies) =>
      this.audit.step(
        'authorize',
        () => this.authorizeEndpoint.authorize(query, cookies, request.ip),
        () => undefined,
      ),
    );
  }

  @Post('oauth/consent')
  @UseInterceptors(readForm)
  consent(@Body() form: unknown, @Req() request: Request, @Res() response: Response) {
    refuseOtherSites(request);
    return this.answer(request, response, (cookies) =>
      this.audit.step('consent', () => this.consentEndpoint.answer(form, cookies)),
    );
  }

  @Post('oauth/account')
  @UseInterceptors(readForm)
  account(@Body() form: unknown, @Req() request: Request, @Res() response: Response) {
    refuseOtherSites(request);
    return this.answer(request, response, (cookies) =>
      this.audit.step('account', () => this.accountEndpoint.answer(form, cookies)),
    );
  }

  @Post('oauth/account/language')
  @UseInterceptors(readForm)
  accountAgain(@Body() form: unknown, @Req() request: Request, @Res() response: Response) {
    refuseOtherSites(request);
    return this.answer(request, response, (cookies) => this.accountEndpoint.again(form, cookies));
  }

  @Get('oauth/callback')
  callback(@Query() query: unknown, @Req() request: Request, @Res() response: Response) {
    return this.answer(request, response, (cookies) =>
      this.audit.step('sign_in', () =>
        this.callbackEndpoint.receive(query, cookies, this.cookiesOf(request)),
      ),
    );
  }

  @Get('connections')
  connections(@Req() request: Request, @Res() response: Response) {
    return this.answer(request, response, (cookies) => this.connectionsEndpoint.begin(cookies));
  }

  @Post('oauth/callback/language')
  @UseInterceptors(readForm)
  connectionsAgain(@Body() form: unknown, @Req() request: Request, @Res() response: Response) {
    refuseOtherSites(request);
    return this.answer(request, response, (cookies) =>
      this.connectionsEndpoint.again(form, { ...this.cookiesOf(request), ...cookies }),
    );
  }

  /** Below the callback, because only these paths get the cookie with the approvals. */
  @Post('oauth/callback/disconnect')
  @UseInterceptors(readForm)
  disconnect(@Body() form: unknown, @Req() request: Request, @Res() response: Response) {
    refuseOtherSites(request);
    return this.answer(request, response, (cookies) =>
      this.audit.step('revoke', () =>
        this.connectionsEndpoint.disconnect(form, { ...this.cookiesOf(request), ...cookies }),
      ),
    );
  }

  /** The cookies that only the callback gets. */
  private cookiesOf(request: Request): Cookies {
    const { approvals } = readCookies(request, this.config.server.publicUrl, '/oauth/callback');
    return { approvals };
  }

  private async answer(
    request: Request,
    response: Response,
    endpoint: (cookies: Cookies) => Promise<BrowserAnswer>,
  ): Promise<void> {
    const { publicUrl } = this.config.server;
    const answer = await endpoint(readCookies(request, publicUrl));
    sendAnswer(request, response, answer, { publicUrl, brand: this.config.application });
  }
}

/** A second check beside the page's cookie: browsers name the site of a form (Fetch Metadata §2.4). */
function refuseOtherSites({ headers }: Request): void {
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin') return;
  throw new OAuthError('invalid_request', 'This page was answered from another site');
}
