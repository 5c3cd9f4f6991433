import {
  Controller,
  Get,
  Header,
  Inject,
  NotFoundException,
  Post,
  Req,
  Res,
  UseGuards,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { AuditTrail } from '../audit/audit-trail.js';
import { ToolCatalog } from '../catalog/tool-catalog.js';
import { appConfig, type AppConfig } from '../config/app-config.js';
import { RequestContext } from '../request/request-context.js';
import { WireError } from '../values/wire-error.js';
import { BearerGuard } from './auth/bearer.guard.js';
import { OriginGuard } from './auth/origin.guard.js';
import { ProfileReader, type Person } from './knowledge/profile-reader.js';
import { abortSignalOf } from './mcp-endpoint.js';
import { endOfError } from './tools/call-end.js';
import { CallError } from './tools/call-error.js';

/** Bullet Train gives the members that installations add such addresses; they are nobody's. */
const NOBODYS = /^noreply\+/i;

/** The userinfo endpoint (OpenID Connect Core §5.3), for tokens with the scope `openid`. */
@Controller('oauth/userinfo')
@UseGuards(OriginGuard, BearerGuard)
export class UserinfoController {
  constructor(
    private readonly profile: ProfileReader,
    private readonly catalog: ToolCatalog,
    private readonly guard: BearerGuard,
    private readonly context: RequestContext,
    private readonly audit: AuditTrail,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  get(@Req() request: Request, @Res({ passthrough: true }) response: Response) {
    return this.answer(request, response);
  }

  @Post()
  @Header('Cache-Control', 'no-store')
  post(@Req() request: Request, @Res({ passthrough: true }) response: Response) {
    response.status(200);
    return this.answer(request, response);
  }

  /** @throws BearerError without the scope, or when the application refuses the token; UpstreamError */
  private async answer(request: Request, response: Response) {
    const { identity = [], kinds = ['read', 'write', 'delete'] } = this.context.grant;
    if (!identity.includes('openid')) {
      const scope = [...kinds, 'openid', 'email'].join(' ');
      throw this.guard.refusal(request, { code: 'insufficient_scope', scope });
    }
    const person = await this.identify(request, response);
    if (!person) throw new NotFoundException('The application does not say who is signed in');
    return this.claimsOf(person, identity.includes('email'));
  }

  private async identify(request: Request, response: Response): Promise<Person | undefined> {
    const tools = this.catalog.current?.tools ?? [];
    try {
      return await this.audit.call(
        { tool: 'userinfo', isChange: false },
        () => this.profile.identify(tools, abortSignalOf(response)),
        (ended) => ('error' in ended ? endOfError(ended.error) : { outcome: 'ok' }),
      );
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      const { refusal } = this.context;
      if (refusal) throw this.guard.refusal(request, refusal);
      if (error.cause instanceof WireError) throw error.cause;
      return undefined;
    }
  }

  private claimsOf({ id, name, email, isVerified }: Person, withEmail: boolean) {
    const isTheirs = email !== undefined && !NOBODYS.test(email);
    return {
      sub: id,
      ...(name !== undefined && { name }),
      ...(withEmail &&
        isTheirs && {
          email,
          email_verified: isVerified || this.config.oauth.emailsVerified,
        }),
    };
  }
}
