import { Logger } from '@nestjs/common';
import {
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleAll,
  handleWhen,
  retry,
  type Policy,
} from 'cockatiel';
import type { UpstreamRequest, UpstreamResponse } from './upstream.js';
import { UpstreamError, type UpstreamErrorCode } from './upstream-error.js';

const MAX_RETRIES = 2;
/** How often in a row the application has to give no sign of life until it is left alone. */
const FAILED_PROBES_TO_OPEN = 10;
const OPEN_MS = 5_000;
/** Between two attempts, with jitter. */
const PAUSE_MS = { initialDelay: 50, maxDelay: 500 };
/** What a request adds to what retries may cost, and how much may be saved up. */
const RETRY_BUDGET_PER_REQUEST = 0.1;
const MAX_RETRY_BUDGET = 20;
/** Asked again, it may well answer; after a timeout the caller has waited long enough. */
const UNANSWERED: UpstreamErrorCode[] = ['unreachable', 'broken off'];
/** An answer that is too large is one, and a caller who has gone away is not the application's failure. */
const FAILURES: UpstreamErrorCode[] = [...UNANSWERED, 'timeout'];
/** What stands in front of an application answers so when the application does not. */
const GATEWAY = [502, 503, 504];

export type BreakerState = 'closed' | 'open';

/**
 * Keeps an application that fails from being asked too often: a GET that failed is tried again, but only as
 * long as failures are few, and an application that gives no sign of life is not asked for five seconds.
 *
 * Whether it lives is found out by a question of our own whenever a request fails. What failed may be one
 * person's: an endless report, a record that breaks; nobody else is to be without the application for it.
 */
export class Resilience {
  private readonly logger = new Logger(Resilience.name);
  private retryBudget = MAX_RETRY_BUDGET;
  private readonly consecutiveFailures = new ConsecutiveBreaker(FAILED_PROBES_TO_OPEN);
  /** Only the questions for a sign of life go through it. */
  private readonly breaker = circuitBreaker(handleAll.orWhenResult(isGatewayAnswer) as Policy, {
    halfOpenAfter: OPEN_MS,
    breaker: this.consecutiveFailures,
  });
  private probing?: Promise<unknown> | undefined;
  private readonly retries = retry(
    handleWhen((error) => isOneOf(UNANSWERED, error) && this.spendRetry()).orWhenResult(
      (result) => isGatewayAnswer(result) && !hasRetryAfter(result) && this.spendRetry(),
    ) as Policy,
    { maxAttempts: MAX_RETRIES, backoff: new ExponentialBackoff(PAUSE_MS) },
  );

  /** @param askForLife asks the application what any that lives answers at once */
  constructor(private readonly askForLife: () => Promise<UpstreamResponse>) {
    this.breaker.onBreak(() => {
      this.logger.warn(`The application fails: it is not asked for ${OPEN_MS / 1000} s`);
    });
    this.breaker.onReset(() => this.logger.log('The application answers again'));
  }

  get state(): BreakerState {
    return this.breaker.state === CircuitState.Open ? 'open' : 'closed';
  }

  /**
   * @param attempt makes the request once
   * @param signal aborted when nobody waits for the answer any more
   * @throws UpstreamError the last attempt's, or `paused` while nothing is asked
   */
  async run(
    method: UpstreamRequest['method'],
    attempt: () => Promise<UpstreamResponse>,
    signal?: AbortSignal,
  ): Promise<UpstreamResponse> {
    this.retryBudget = Math.min(this.retryBudget + RETRY_BUDGET_PER_REQUEST, MAX_RETRY_BUDGET);
    const guarded = () => this.guard(attempt);
    // Anything but a GET may have been carried out although no answer came.
    return method === 'GET' ? this.retries.execute(guarded, signal) : guarded();
  }

  private async guard(attempt: () => Promise<UpstreamResponse>): Promise<UpstreamResponse> {
    // Once the pause is over, our own question goes first: a person's may be the one without an answer.
    if (this.breaker.state !== CircuitState.Closed) await this.probeOnce();
    if (this.breaker.state !== CircuitState.Closed) {
      throw new UpstreamError('paused', 'The application has failed too often just now');
    }
    try {
      const answer = await attempt();
      if (isGatewayAnswer(answer)) void this.probeOnce();
      else this.consecutiveFailures.success();
      return answer;
    } catch (error) {
      if (isOneOf(FAILURES, error)) void this.probeOnce();
      throw error;
    }
  }

  /** One question at a time, however many requests fail; what comes of it is the breaker's state. */
  private probeOnce(): Promise<unknown> {
    this.probing ??= this.breaker
      .execute(this.askForLife)
      .catch(() => undefined)
      .finally(() => (this.probing = undefined));
    return this.probing;
  }

  private spendRetry(): boolean {
    if (this.retryBudget < 1) return false;
    this.retryBudget -= 1;
    return true;
  }
}

function isOneOf(codes: readonly UpstreamErrorCode[], error: unknown): boolean {
  return error instanceof UpstreamError && codes.includes(error.code);
}

function isGatewayAnswer(result: unknown): result is UpstreamResponse {
  return GATEWAY.includes((result as UpstreamResponse).status);
}

function hasRetryAfter({ headers }: UpstreamResponse): boolean {
  return headers['retry-after'] !== undefined;
}
