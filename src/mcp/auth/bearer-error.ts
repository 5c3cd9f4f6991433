import { WireError } from '../../values/wire-error.js';

/** The error codes of RFC 6750 §3.1. */
export type BearerErrorCode = 'invalid_request' | 'invalid_token' | 'insufficient_scope';

const STATUS: Record<BearerErrorCode, number> = {
  invalid_request: 400,
  invalid_token: 401,
  insufficient_scope: 403,
};

/**
 * The request carries no token, or one that this server does not accept. Without a code, there is no token at
 * all, and the response names no error (RFC 6750 §3.1).
 */
export class BearerError extends WireError {
  override readonly name = 'BearerError';

  constructor(
    message: string,
    /** Where the client reads how to sign in (RFC 9728 §5.1). */
    readonly resourceMetadata: string,
    readonly scope: string,
    readonly code?: BearerErrorCode,
  ) {
    super(message);
  }

  get status(): number {
    return this.code ? STATUS[this.code] : 401;
  }

  get headers(): Readonly<Record<string, string>> {
    return { 'WWW-Authenticate': this.challenge };
  }

  /** The `WWW-Authenticate` value: RFC 6750 §3 with RFC 9728's `resource_metadata`. */
  get challenge(): string {
    const parameters = [
      ...(this.code ? [`error="${this.code}"`, `error_description="${this.message}"`] : []),
      `resource_metadata="${this.resourceMetadata}"`,
      `scope="${this.scope}"`,
    ];
    return `Bearer ${parameters.join(', ')}`;
  }

  /** The body, in the form of RFC 6749 §5.2. */
  toJSON(): { error: string; error_description: string } {
    return { error: this.code ?? 'unauthorized', error_description: this.message };
  }
}
