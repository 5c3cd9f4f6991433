/** A request that is refused before anybody looks at what it asks for (JSON-RPC 2.0 §5.1). */
export class JsonRpcError extends Error {
  override readonly name = 'JsonRpcError';

  constructor(
    /** Of the HTTP answer. */
    readonly status: number,
    readonly code: number,
    message: string,
    /** The request's own, or null where it does not say. */
    readonly id: unknown = null,
    /** Of the HTTP answer. */
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  toJSON() {
    return { jsonrpc: '2.0', error: { code: this.code, message: this.message }, id: this.id };
  }
}
