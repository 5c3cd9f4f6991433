import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { RequestContext } from '../../request/request-context.js';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import { AccountEndpoint } from './account.js';
import { ApprovalsCookie } from '../authorization/approvals-cookie.js';
import { ConnectionsEndpoint } from './connections.js';
import { AuthorizationCodes } from '../authorization/authorization-codes.js';
import { codeRedirect, errorRedirect } from '../authorization/authorization-response.js';
import type { BrowserAnswer, Cookies } from '../authorization/browser.js';
import { OAuthError, type OAuthErrorCode } from '../protocol/oauth-error.js';
import { pickParameters, requireParameter } from '../protocol/parameters.js';
import { SignInFailures } from '../protocol/sign-in-failures.js';
import { PendingSignIn, type Return } from '../authorization/pending-sign-in.js';
import { now } from '../sealing/sealing.js';

/** The errors with which Bullet Train may refuse; any other is its fault or ours. */
const PASSED_ON: OAuthErrorCode[] = ['access_denied', 'temporarily_unavailable'];

/** The redirect URI of the operator's application, to which Bullet Train sends the browser back. */
@Injectable()
export class CallbackEndpoint {
  constructor(
    private readonly pending: PendingSignIn,
    private readonly codes: AuthorizationCodes,
    private readonly account: AccountEndpoint,
    private readonly connections: ConnectionsEndpoint,
    private readonly approvals: ApprovalsCookie,
    private readonly failures: SignInFailures,
    private readonly context: RequestContext,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /**
   * @param kept the cookies that only this path gets
   * @returns the account page after the first visit; after the second, or with an error, the client's redirect URI
   * @throws OAuthError if the state is not ours, or another browser approved
   */
  async receive(query: unknown, cookies: Cookies, kept: Cookies): Promise<BrowserAnswer> {
    const parameters = pickParameters(query, ['state', 'code', 'error']);
    const { publicUrl } = this.config.server;
    const back = await this.pending.finish(requireParameter(parameters, 'state'), cookies);
    const { request, stage, person, wishes, nonce, spent } = back;
    if (stage !== 'connections') {
      this.context.describeCaller({
        clientId: request.client,
        clientName: wishes.clientName,
        scope: request.scope,
        teams: request.teams,
        person,
      });
    }
    const { code, error } = parameters;
    if (stage === 'connections') {
      if (code === undefined || error !== undefined) throw refusal(error);
      const shown = await this.connections.show({ code, nonce }, { ...cookies, ...kept });
      return { ...shown, cookies: [spent, ...(shown.cookies ?? [])] };
    }
    const refuse = (reason: OAuthError) => {
      this.failures.note(reason);
      return { redirectTo: errorRedirect(request, reason, publicUrl), cookies: [spent] };
    };
    if (code === undefined || error !== undefined) return refuse(refusal(error));
    if (stage === 'connect') return this.connect(back, code, kept);
    try {
      const answer = await this.account.ask(request, wishes, { code, nonce }, cookies);
      return { ...answer, cookies: [spent, ...(answer.cookies ?? [])] };
    } catch (reason) {
      // The application's code was refused: the client may begin again.
      if (reason instanceof OAuthError)
        return refuse(new OAuthError('server_error', reason.message));
      throw reason;
    }
  }

  /** Gives the client its code, and stores the approval in the browser. */
  private async connect(
    { request, person, wishes, nonce, spent }: Return,
    code: string,
    kept: Cookies,
  ): Promise<BrowserAnswer> {
    const connection = randomBytes(16).toString('base64url');
    const issued = await this.codes.issue(
      { ...request, connection },
      { code, verifier: nonce, person },
    );
    const { clientName: client, approval } = wishes;
    const cookies = [spent];
    if (approval) {
      const { scope } = request;
      const remembered = { ...approval, id: connection, client, scope, at: now() };
      cookies.push(await this.approvals.add(kept, remembered));
    }
    return { redirectTo: codeRedirect(request, issued, this.config.server.publicUrl), cookies };
  }
}

function refusal(error: string | undefined): OAuthError {
  const code = PASSED_ON.find((known) => known === error) ?? 'server_error';
  return new OAuthError(code, 'The application has not signed the person in');
}
