import { TEXTS } from './texts.js';

/** How long a call may take: a host may ask the person before it lets the call through. */
const ANSWER_MS = 300_000;
/** The most calls that wait for a response. Only a person's clicks make calls. */
const MOST_PENDING = 50;

interface Pending {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

type Params = Record<string, unknown>;
/** The response to a message from the host, if it is a request. */
type Listener = (params: Params) => object | void;

/** JSON-RPC 2.0 with the host over postMessage (MCP Apps 2026-01-26, "Transport Layer"). */
export class Bridge {
  private readonly pending = new Map<number, Pending>();
  private readonly listeners = new Map<string, Listener>();
  private lastId = 0;

  constructor(private readonly host: Window) {
    window.addEventListener('message', (event) => {
      // Any window can post messages; only the one around this view is the host.
      if (event.source === host && isRecord(event.data)) this.receive(event.data);
    });
  }

  on(method: string, listener: Listener): void {
    this.listeners.set(method, listener);
  }

  /** @throws Error with the host's message, or when the host does not answer */
  request<Result>(method: string, params: Params): Promise<Result> {
    if (this.pending.size >= MOST_PENDING) return Promise.reject(new Error(TEXTS.timedOut));
    const id = ++this.lastId;
    return new Promise<Result>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.pending.delete(id);
        reject(new Error(TEXTS.timedOut));
      }, ANSWER_MS);
      this.pending.set(id, {
        resolve: (result) => {
          clearTimeout(timer);
          // The protocol says what each method answers; readers look at every member before they use it.
          resolve(result as Result);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      });
      this.send({ id, method, params });
    });
  }

  notify(method: string, params: Params = {}): void {
    this.send({ method, params });
  }

  private send(message: object): void {
    // A view does not know its host's origin (often an opaque one), and sends nothing that the host does not have.
    this.host.postMessage({ jsonrpc: '2.0', ...message }, '*');
  }

  private receive(message: Params): void {
    const { id, method, params, result, error } = message;
    if (typeof method === 'string') {
      const listener = this.listeners.get(method);
      const answer = listener?.(isRecord(params) ? params : {});
      if (id === undefined) return;
      if (listener) this.send({ id, result: answer ?? {} });
      else this.send({ id, error: { code: -32601, message: `There is no ${method}` } });
      return;
    }
    if (typeof id !== 'number') return;
    const pending = this.pending.get(id);
    if (!pending) return;
    this.pending.delete(id);
    if (error === undefined) pending.resolve(result);
    else pending.reject(new Error(readMessage(error)));
  }
}

/** Whether a JSON value is an object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readMessage(error: unknown): string {
  return isRecord(error) && typeof error['message'] === 'string' ? error['message'] : TEXTS.failed;
}
