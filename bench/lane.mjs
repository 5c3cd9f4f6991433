import { Agent, request } from 'node:http';

const TIMEOUT_MS = 20_000;
/** Servers close idle connections, some after five seconds, and may do so while a request is in transit. */
const IDLE_MS = 1_000;

/** A persistent connection, with one request at a time. */
export class Lane {
  #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  #usedAt = 0;

  constructor(origin) {
    this.origin = origin;
  }

  /**
   * @param {{method?: string, path: string, headers?: object, body?: string, signal?: AbortSignal}} what
   * @returns {Promise<{status: number, headers: object, body: Buffer}>}
   */
  async send(what) {
    const wasIdle = performance.now() - this.#usedAt > IDLE_MS;
    try {
      return await this.#attempt(what);
    } catch (error) {
      if (wasIdle && error.code === 'ECONNRESET') return this.#attempt(what);
      throw error;
    } finally {
      this.#usedAt = performance.now();
    }
  }

  #attempt({ method = 'POST', path, headers = {}, body, signal }) {
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    return new Promise((resolve, reject) => {
      const sent = request(this.origin + path, {
        method,
        headers: { ...headers, ...length },
        agent: this.#agent,
        signal,
      });
      sent.setTimeout(TIMEOUT_MS, () => sent.destroy(new Error(`${path}: no answer in 20 s`)));
      sent.once('error', reject);
      sent.once('response', (answer) => {
        const chunks = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.once('error', reject);
        answer.once('end', () => {
          const { statusCode: status, headers: given } = answer;
          resolve({ status, headers: given, body: Buffer.concat(chunks) });
        });
      });
      sent.end(body);
    });
  }

  close() {
    this.#agent.destroy();
  }
}
