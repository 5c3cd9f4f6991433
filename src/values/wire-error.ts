/** What a client reads about a fault of this server. The error's own message goes to the log only. */
export const FAULT = 'Something went wrong in this server; its log has the details';

/** The body of an error: OAuth's form (RFC 6749 §5.2), or JSON-RPC's, where `error` is an object. */
export interface ErrorBody {
  error: string | { code: number; message: string };
  error_description?: string;
}

/**
 * An error that knows its HTTP response; `http/error.filter.ts` writes it. It is a class, not just an interface,
 * because errors of libraries have `status` and `toJSON` too: that of axios would show the caller's token.
 */
export abstract class WireError extends Error {
  /** The HTTP status. */
  abstract readonly status: number;
  /** The HTTP headers that belong to this error. */
  abstract readonly headers: Readonly<Record<string, string>>;

  /** The line for the log; undefined if the operator need not look into it. */
  get logLine(): string | undefined {
    return undefined;
  }

  /** Whether this server is short of something: neither the request nor the application is at fault. */
  get isBusy(): boolean {
    return false;
  }

  /** The body, as programs get it. */
  abstract toJSON(): ErrorBody;
}

/** A fault of this server. The code that throws or writes it logs the cause. */
export class ServerFault extends WireError {
  override readonly name = 'ServerFault';
  readonly headers = {};

  /** @param status the HTTP status, 500 or above */
  constructor(readonly status = 500) {
    super(FAULT);
  }

  /** RFC 6749 §5.2. */
  toJSON(): ErrorBody {
    return { error: 'server_error', error_description: FAULT };
  }
}
