import { Injectable, Logger } from '@nestjs/common';
import { RequestContext } from '../../request/request-context.js';
import type { OAuthError, SignInFailure } from './oauth-error.js';

/** Counts failed sign-ins by reason, for the metrics, and logs them. */
@Injectable()
export class SignInFailures {
  /** By reason, since the start; bounded by the number of reasons. */
  readonly counts = new Map<SignInFailure, number>();
  private readonly logger = new Logger('SignIn');

  constructor(private readonly context: RequestContext) {}

  /** Counts and logs a refusal. */
  note(error: OAuthError): void {
    this.count(error.reason);
    this.context.describeCaller({ refusal: error.code });
    this.logger.log(`Refused with ${error.code}: ${withoutQuotations(error.message)}`);
  }

  /** Counts a failure without logging it. */
  count(reason: SignInFailure): void {
    this.counts.set(reason, (this.counts.get(reason) ?? 0) + 1);
  }
}

/** A quotation in a message may be a stranger's text, or a secret in the wrong place. */
function withoutQuotations(message: string): string {
  return message.replaceAll(/"[^"]*"?/g, '"…"');
}
