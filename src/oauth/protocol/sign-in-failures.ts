import { Injectable, Logger } from '@nestjs/common';
import type { OAuthError, SignInFailure } from './oauth-error.js';

/** Keeps count of why sign-ins fail, for the metrics, and says so in the log. */
@Injectable()
export class SignInFailures {
  /** By reason, since the start; no more entries than there are reasons. */
  readonly counts = new Map<SignInFailure, number>();
  private readonly logger = new Logger('SignIn');

  /** Counts and logs what a client or a person has been refused with. */
  note(error: OAuthError): void {
    this.count(error.reason);
    this.logger.log(`Refused with ${error.code}: ${withoutQuotations(error.message)}`);
  }

  count(reason: SignInFailure): void {
    this.counts.set(reason, (this.counts.get(reason) ?? 0) + 1);
  }
}

/** What a message quotes may be a stranger's text, or a secret in the wrong place. */
function withoutQuotations(message: string): string {
  return message.replaceAll(/"[^"]*"?/g, '"…"');
}
