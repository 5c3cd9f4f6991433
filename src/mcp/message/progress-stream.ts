import type { ServerResponse } from 'node:http';
import type { Progress } from '../../request/progress.js';
import { isRecord } from '../../values/is-record.js';
import { admitsOneOf } from './accept.js';
import { asPiece, type McpAnswer } from './mcp-answer.js';
import { isId } from './message-id.js';

const MOST_A_SECOND = 10;
/** The most characters of a token: it comes back in each notification. */
const LONGEST_TOKEN = 1_000;

/**
 * Sends `notifications/progress` of one call (MCP 2025-11-25 and 2026-07-28, "Progress"). The first report turns the
 * response into an event stream; a call that reports nothing is answered as JSON. What the client does not read is not
 * kept: while its buffer is full, reports are dropped.
 */
export class ProgressStream implements Progress {
  private hasBegun = false;
  private last = 0;
  private secondBegan = -Infinity;
  private inSecond = 0;

  constructor(
    private readonly token: string | number,
    private readonly response: ServerResponse,
  ) {}

  /** Whether something was sent: then the answer must go into the stream too. */
  get isOpen(): boolean {
    return this.hasBegun;
  }

  report(done: number, message: string, total?: number): void {
    const { response } = this;
    const isOver = response.destroyed || response.writableEnded;
    if (isOver || response.writableNeedDrain || done <= this.last || !this.mayReport()) return;
    this.last = done;
    this.begin();
    const params = {
      progressToken: this.token,
      progress: done,
      ...(total !== undefined && total >= done && { total }),
      message,
    };
    this.write(JSON.stringify({ method: 'notifications/progress', params, jsonrpc: '2.0' }));
  }

  /**
   * Sends the answer as the last event.
   * @param challenge why the token does not do, as in `WWW-Authenticate`: the status of the response is sent already
   */
  end(body: McpAnswer['body'], challenge?: string): void {
    // Only a call has progress, and its answer is JSON.
    if (body instanceof ReadableStream) throw new Error('A stream cannot answer within a stream');
    const json = body.join('');
    this.write(challenge === undefined ? json : addChallenge(json, challenge));
    this.response.end();
  }

  private begin(): void {
    if (this.hasBegun) return;
    this.hasBegun = true;
    this.response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
      // nginx would hold the events back until the end.
      'x-accel-buffering': 'no',
    });
  }

  private write(json: string): void {
    // A line end can only be white space between two parts of the JSON.
    this.response.write(asPiece(`event: message\ndata: ${json.replaceAll(/[\r\n]+/g, ' ')}\n\n`));
  }

  private mayReport(): boolean {
    const now = performance.now();
    if (now - this.secondBegan >= 1_000) {
      this.secondBegan = now;
      this.inSecond = 0;
    }
    this.inSecond += 1;
    return this.inSecond <= MOST_A_SECOND;
  }
}

/** ChatGPT signs in again when a result has it (developers.openai.com/apps-sdk, "Authentication"). */
function addChallenge(json: string, challenge: string): string {
  const answer: unknown = JSON.parse(json);
  if (!isRecord(answer) || !isRecord(answer['result'])) return json;
  const { result } = answer;
  const known = isRecord(result['_meta']) ? result['_meta'] : {};
  const meta = { ...known, 'mcp/www_authenticate': [challenge] };
  return JSON.stringify({ ...answer, result: { ...result, _meta: meta } });
}

/**
 * @param accept the header of that name
 * @returns where the progress of a message's work goes; undefined unless it is a call whose client asks for progress
 *   and accepts an event stream
 */
export function progressOf(
  message: unknown,
  accept: string | undefined,
  response: ServerResponse,
): ProgressStream | undefined {
  if (!isRecord(message) || message['method'] !== 'tools/call' || !isId(message['id'])) return;
  const { params } = message;
  const meta = isRecord(params) ? params['_meta'] : undefined;
  const token = isRecord(meta) ? meta['progressToken'] : undefined;
  if (!isId(token) || String(token).length > LONGEST_TOKEN) return;
  const isWelcome = accept !== undefined && admitsOneOf(accept, ['text/event-stream']);
  return isWelcome ? new ProgressStream(token, response) : undefined;
}
