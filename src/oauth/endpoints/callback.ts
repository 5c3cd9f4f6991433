import { Inject, Injectable } from '@nestjs/common';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import { AuthorizationCodes } from '../authorization/authorization-codes.js';
import { codeRedirect, errorRedirect } from '../authorization/authorization-response.js';
import type { BrowserAnswer, Cookies } from '../authorization/browser.js';
import { OAuthError, type OAuthErrorCode } from '../protocol/oauth-error.js';
import { pickParameters, requireParameter } from '../protocol/parameters.js';
import { PendingSignIn } from '../authorization/pending-sign-in.js';

/** What Bullet Train may say no with; anything else is its fault or ours. */
const PASSED_ON: OAuthErrorCode[] = ['access_denied', 'temporarily_unavailable'];

/** Where Bullet Train sends the browser back to: the redirect URI of the operator's application. */
@Injectable()
export class CallbackEndpoint {
  constructor(
    private readonly pending: PendingSignIn,
    private readonly codes: AuthorizationCodes,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /**
   * @returns the client's redirect URI, with a code or an error
   * @throws OAuthError when the state is not ours, or the browser not the one that approved
   */
  async receive(query: unknown, cookies: Cookies): Promise<BrowserAnswer> {
    const parameters = pickParameters(query, ['state', 'code', 'error']);
    const { publicUrl } = this.config.server;
    const { request, nonce, spent } = await this.pending.finish(
      requireParameter(parameters, 'state'),
      cookies,
    );
    const { code, error } = parameters;
    const redirectTo =
      code !== undefined && error === undefined
        ? codeRedirect(request, await this.codes.issue(request, code, nonce), publicUrl)
        : errorRedirect(request, refusal(error), publicUrl);
    return { redirectTo, cookies: [spent] };
  }
}

function refusal(error: string | undefined): OAuthError {
  const code = PASSED_ON.find((known) => known === error) ?? 'server_error';
  return new OAuthError(code, 'The application has not signed the person in');
}
