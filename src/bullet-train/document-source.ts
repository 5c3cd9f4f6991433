import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { appConfig, type AppConfig } from '../config/app-config.js';
import { BulletTrainClient } from './bullet-train.client.js';

/** Takes a document's text; throws when nothing can be made of it. */
export type DocumentListener = (text: string) => void;

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

/**
 * Fetches the application's OpenAPI document at the start and again and again, and hands each one
 * that may have changed to its listener. Until the first is accepted it tries with growing pauses.
 */
@Injectable()
export class DocumentSource implements OnApplicationShutdown {
  private readonly logger = new Logger(DocumentSource.name);
  private listener?: DocumentListener;
  private timer?: NodeJS.Timeout;
  private etag?: string;
  private accepted = false;
  private failures = 0;
  private lastError?: string;
  private readonly stopped = new AbortController();

  constructor(
    private readonly client: BulletTrainClient,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /** Why the newest attempt failed, or undefined when it did not. */
  get problem(): string | undefined {
    return this.lastError;
  }

  /** Resolves after the first attempt, successful or not; later ones run on a timer. */
  async start(listener: DocumentListener): Promise<void> {
    this.listener = listener;
    await this.refresh();
  }

  onApplicationShutdown(): void {
    this.stopped.abort();
    clearTimeout(this.timer);
  }

  private async refresh(): Promise<void> {
    try {
      const text = await this.fetch();
      if (text !== undefined) this.listener?.(text);
      this.accepted = true;
      this.succeed();
    } catch (error) {
      this.fail(error instanceof Error ? error.message : String(error));
    }
    if (this.stopped.signal.aborted) return;
    this.timer = setTimeout(() => void this.refresh(), this.pauseMs());
    this.timer.unref();
  }

  /** @returns the text, or undefined when the application says that it has not changed */
  private async fetch(): Promise<string | undefined> {
    const path = `${this.client.apiPath}/openapi.yaml`;
    const { status, headers, body } = await this.client.send({
      method: 'GET',
      path,
      headers: {
        accept: 'application/yaml, text/yaml, application/json, */*',
        // The document follows the reader's language; the tools are to be the same for everybody.
        'accept-language': 'en',
        ...(this.etag !== undefined && { 'if-none-match': this.etag }),
      },
      signal: this.stopped.signal,
    });
    // A proxy that answers so without being asked has no document for us.
    if (status === 304 && this.etag !== undefined) return undefined;
    if (status >= 300 && status < 400) {
      throw new Error(
        `${path} answered ${status} to ${headers['location'] ?? 'nowhere'}: set BULLET_TRAIN_BASE_URL to the address that answers`,
      );
    }
    if (status !== 200) {
      throw new Error(
        `${path} answered ${status}: check BULLET_TRAIN_BASE_URL and BULLET_TRAIN_API_VERSION`,
      );
    }
    this.etag = headers['etag'];
    return body.toString('utf8');
  }

  private succeed(): void {
    if (this.lastError !== undefined) this.logger.log('The OpenAPI document is there again');
    this.failures = 0;
    this.lastError = undefined;
  }

  private fail(reason: string): void {
    if (this.stopped.signal.aborted) return;
    this.failures += 1;
    // A document that was not accepted must not be answered with 304 the next time.
    this.etag = undefined;
    if (reason !== this.lastError) {
      const consequence = this.accepted ? 'the last good one stays' : 'there are no tools yet';
      this.logger.warn(`No OpenAPI document: ${reason}; ${consequence}, trying again`);
    }
    this.lastError = reason;
  }

  private pauseMs(): number {
    const regular = this.config.openapiRefreshSeconds * 1000;
    if (this.failures === 0) return regular;
    const backoff = Math.min(FIRST_RETRY_MS * 2 ** (this.failures - 1), LONGEST_RETRY_MS);
    return Math.min(backoff, regular);
  }
}
