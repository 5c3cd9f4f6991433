import type { UpstreamRequest } from './upstream.js';

/** The body of one attempt. */
export interface SentBody {
  data?: string | Buffer | AsyncIterable<Buffer>;
  /** Of a streamed body, where it is known. */
  bytes?: number;
  /** Why a streamed body could not be completed. */
  readonly failure?: unknown;
  close(): void;
}

const NONE = { close: () => {} };

/** Opens a streamed body. @throws what keeps it from being opened */
export async function openBody({ body, signal }: UpstreamRequest): Promise<SentBody> {
  if (body === undefined) return NONE;
  if (typeof body === 'string' || Buffer.isBuffer(body)) return { ...NONE, data: body };
  const gone = new AbortController();
  const ended = signal ? AbortSignal.any([signal, gone.signal]) : gone.signal;
  const { bytes, pieces, close } = await body.open(ended);
  let failure: unknown;
  async function* watched(): AsyncGenerator<Buffer> {
    try {
      yield* pieces;
    } catch (error) {
      failure = error;
      throw error;
    }
  }
  return {
    data: watched(),
    ...(bytes !== undefined && { bytes }),
    get failure() {
      return failure;
    },
    close: () => {
      gone.abort();
      close();
    },
  };
}
