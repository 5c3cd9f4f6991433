import { WireError } from '../../values/wire-error.js';

/** An error response of JSON-RPC (2.0 §5.1), for a request that is refused before its method is looked at. */
export class JsonRpcError extends WireError {
  override readonly name = 'JsonRpcError';

  /**
   * @param status the HTTP status
   * @param code JSON-RPC's code
   * @param id the request's own; null where the request has none
   * @param headers of the HTTP response
   */
  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
    readonly id: string | number | null = null,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  /** JSON-RPC 2.0 §5.1. */
  toJSON() {
    return { jsonrpc: '2.0', error: { code: this.code, message: this.message }, id: this.id };
  }
}
