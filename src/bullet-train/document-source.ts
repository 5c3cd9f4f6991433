import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { appConfig, type AppConfig } from '../config/app-config.js';
import { BulletTrainClient } from './bullet-train.client.js';
import { fetchFromAddress } from './document-at-address.js';
import { readFromFile } from './document-in-file.js';
import { documentPath, fetchFromApplication } from './document-of-application.js';
import { DocumentProblem } from './document-problem.js';
import type { FetchedDocument } from './fetched-document.js';

/** Takes a document's text; throws when it cannot use it. */
type DocumentListener = (text: string) => void;

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

/**
 * Fetches the application's OpenAPI document, or the one that OPENAPI_DOCUMENT names, at the start and then regularly,
 * and passes each one that may have changed to its listener. Until one is accepted, it retries with growing pauses.
 */
@Injectable()
export class DocumentSource implements OnApplicationShutdown {
  private readonly logger = new Logger(DocumentSource.name);
  private listener?: DocumentListener;
  private timer?: NodeJS.Timeout;
  /** Where the newest document came from, and its version there. */
  private known?: { place: string; version?: string };
  private accepted = false;
  private failures = 0;
  private lastError?: string | undefined;
  private lastRemedy?: string | undefined;
  private readonly stopped = new AbortController();

  constructor(
    private readonly client: BulletTrainClient,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /** Why the newest attempt failed; undefined when it succeeded. */
  get problem(): string | undefined {
    return this.lastError;
  }

  /** What the operator should do about it, if that is known. */
  get remedy(): string | undefined {
    return this.lastRemedy;
  }

  /** Resolves after the first attempt, successful or not; later ones run on a timer. */
  async start(listener: DocumentListener): Promise<void> {
    this.listener = listener;
    await this.refresh();
  }

  /** Stops fetching. */
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
      this.fail(this.reasonOf(error), error instanceof DocumentProblem ? error.remedy : undefined);
    }
    if (this.stopped.signal.aborted) return;
    this.timer = setTimeout(() => void this.refresh(), this.pauseMs());
    this.timer.unref();
  }

  /** @returns the text; undefined when the document has not changed */
  private async fetch(): Promise<string | undefined> {
    const { chosen } = this;
    const [place, fetched] =
      chosen === undefined ? await this.fetchUsual() : [chosen, await this.fetchChosen(chosen)];
    if (fetched === undefined) return undefined;
    this.known = { place, ...(fetched.version !== undefined && { version: fetched.version }) };
    return fetched.text;
  }

  /**
   * Fetches from the application or, if it has no document, from its public address: a web server in front may serve
   * the file that Bullet Train generates, which the application itself serves only if it is told to.
   */
  private async fetchUsual(): Promise<[place: string, FetchedDocument | undefined]> {
    const { baseUrl, publicUrl, apiVersion } = this.config.bulletTrain;
    try {
      const version = this.versionFrom(baseUrl);
      const { signal } = this.stopped;
      return [baseUrl, await fetchFromApplication(this.client, apiVersion, version, signal)];
    } catch (problem) {
      if (!(problem instanceof DocumentProblem) || publicUrl === baseUrl) throw problem;
      const address = publicUrl + documentPath(apiVersion);
      try {
        const fetched = await this.fetchFrom(address);
        if (this.known?.place !== address) {
          this.logger.log(`${problem.message}: the OpenAPI document comes from ${address} instead`);
        }
        return [address, fetched];
      } catch {
        throw problem;
      }
    }
  }

  private async fetchChosen(chosen: string): Promise<FetchedDocument | undefined> {
    try {
      return isAddress(chosen)
        ? await this.fetchFrom(chosen)
        : await readFromFile(chosen, this.versionFrom(chosen));
    } catch (error) {
      if (!(error instanceof DocumentProblem)) throw error;
      throw new DocumentProblem(`OPENAPI_DOCUMENT: ${error.message}`, error.remedy, {
        cause: error,
      });
    }
  }

  private fetchFrom(address: string): Promise<FetchedDocument | undefined> {
    const version = this.versionFrom(address);
    return fetchFromAddress(address, {
      ...(version !== undefined && { version }),
      timeoutMs: this.config.upstreamTimeoutMs,
      signal: this.stopped.signal,
    });
  }

  private versionFrom(place: string): string | undefined {
    return this.known?.place === place ? this.known.version : undefined;
  }

  private get chosen(): string | undefined {
    return this.config.openapiDocument;
  }

  private succeed(): void {
    if (this.lastError !== undefined) this.logger.log('The OpenAPI document can be fetched again');
    this.failures = 0;
    this.lastError = undefined;
    this.lastRemedy = undefined;
  }

  /** A fault in the document of OPENAPI_DOCUMENT names that variable. */
  private reasonOf(error: unknown): string {
    const message = error instanceof Error ? error.message : String(error);
    const isNamed = this.chosen === undefined || message.startsWith('OPENAPI_DOCUMENT');
    return isNamed ? message : `OPENAPI_DOCUMENT: ${message}`;
  }

  private fail(reason: string, remedy?: string): void {
    if (this.stopped.signal.aborted) return;
    this.failures += 1;
    // The next request must not be answered with 304 for a document that was not accepted.
    delete this.known;
    if (reason !== this.lastError) {
      const consequence = this.accepted
        ? 'the last good one stays in use'
        : 'there are no tools yet';
      const advice = remedy === undefined ? '' : `. ${upperFirst(remedy)}`;
      this.logger.warn(`No OpenAPI document: ${reason}; ${consequence}, trying again${advice}`);
    }
    this.lastError = reason;
    this.lastRemedy = remedy;
  }

  private pauseMs(): number {
    const regular = this.config.openapiRefreshSeconds * 1000;
    if (this.failures === 0) return regular;
    const backoff = Math.min(FIRST_RETRY_MS * 2 ** (this.failures - 1), LONGEST_RETRY_MS);
    return Math.min(backoff, regular);
  }
}

function isAddress(chosen: string): boolean {
  return /^https?:/i.test(chosen);
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
