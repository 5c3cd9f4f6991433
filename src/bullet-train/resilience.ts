import { Logger } from '@nestjs/common';
import {
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleAll,
  handleWhen,
  retry,
} from 'cockatiel';
import { isRecord } from '../values/is-record.js';
import type { UpstreamRequest, UpstreamResponse } from './upstream.js';
import { UpstreamError, type UpstreamErrorCode } from './upstream-error.js';

const MAX_RETRIES = 2;
/** Failed probes in a row that open the circuit breaker. */
const FAILED_PROBES_TO_OPEN = 10;
const OPEN_MS = 5_000;
/** The pause between two attempts, exponential with jitter. */
const PAUSE_MS = { initialDelay: 50, maxDelay: 500 };
/** The retry budget: what each request adds to it, and how much it holds at most. A retry costs 1. */
const RETRY_BUDGET_PER_REQUEST = 0.1;
const MAX_RETRY_BUDGET = 20;
/** Worth a retry. A timeout is not: the caller has waited long enough. */
const UNANSWERED: UpstreamErrorCode[] = ['unreachable', 'broken off'];
/**
 * Whether an error justifies a probe. A response that is too large is a response; a caller who disconnects is no
 * failure.
 */
const FAILURES: UpstreamErrorCode[] = [...UNANSWERED, 'timeout'];
/** The statuses with which a proxy answers when the application behind it does not. */
const GATEWAY = [502, 503, 504];

/** The state of the circuit breaker; half-open counts as closed. */
export type BreakerState = 'closed' | 'open';

/**
 * Retries and the circuit breaker for requests to the application.
 *
 * A failed GET is retried within a retry budget, so that retries cannot multiply the load on an application that fails.
 * After a failed request the server probes the API; ten failed probes in a row open the circuit breaker for five
 * seconds. Only probes count: a request may fail because of one person's slow report or broken record, and nobody else
 * should lose the application for it.
 */
export class Resilience {
  private readonly logger = new Logger(Resilience.name);
  private retryBudget = MAX_RETRY_BUDGET;
  private readonly consecutiveFailures = new ConsecutiveBreaker(FAILED_PROBES_TO_OPEN);
  /** Only probes go through it. */
  private readonly breaker = circuitBreaker(handleAll.orWhenResult(isGatewayAnswer), {
    halfOpenAfter: OPEN_MS,
    breaker: this.consecutiveFailures,
  });
  private probing?: Promise<unknown> | undefined;
  private readonly retries = retry(
    handleWhen((error) => isOneOf(UNANSWERED, error) && this.spendRetry()).orWhenResult(
      (result) => isGatewayAnswer(result) && !hasRetryAfter(result) && this.spendRetry(),
    ),
    { maxAttempts: MAX_RETRIES, backoff: new ExponentialBackoff(PAUSE_MS) },
  );

  /** @param probe sends a request that a running application answers at once */
  constructor(private readonly probe: () => Promise<UpstreamResponse>) {
    this.breaker.onBreak(() => {
      this.logger.warn(
        `The circuit breaker opens: the application fails, so nothing is sent to it for ${OPEN_MS / 1000} s`,
      );
    });
    this.breaker.onReset(() =>
      this.logger.log('The circuit breaker closes: the application answers again'),
    );
  }

  /** Whether requests are sent. */
  get state(): BreakerState {
    return this.breaker.state === CircuitState.Open ? 'open' : 'closed';
  }

  /**
   * Sends a request, with retries if it is a GET.
   * @param attempt sends the request once
   * @param signal aborted when nobody waits for the response any more
   * @throws UpstreamError of the last attempt, or `paused` while the circuit breaker is open
   */
  async run(
    method: UpstreamRequest['method'],
    attempt: () => Promise<UpstreamResponse>,
    signal?: AbortSignal,
  ): Promise<UpstreamResponse> {
    this.retryBudget = Math.min(this.retryBudget + RETRY_BUDGET_PER_REQUEST, MAX_RETRY_BUDGET);
    const guarded = () => this.guard(attempt);
    // Anything but a GET may have been carried out although no response came.
    return method === 'GET' ? this.retries.execute(guarded, signal) : guarded();
  }

  private async guard(attempt: () => Promise<UpstreamResponse>): Promise<UpstreamResponse> {
    // After the pause, a probe goes first; otherwise a person's request would be the one that fails.
    if (this.breaker.state !== CircuitState.Closed) await this.probeOnce();
    if (this.breaker.state !== CircuitState.Closed) {
      throw new UpstreamError('paused', 'The application has failed too often');
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

  /** One probe at a time, however many requests fail. Its outcome is the breaker's state. */
  private probeOnce(): Promise<unknown> {
    this.probing ??= this.breaker
      .execute(this.probe)
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
  return isRecord(result) && GATEWAY.some((status) => status === result['status']);
}

function hasRetryAfter({ headers }: UpstreamResponse): boolean {
  return headers['retry-after'] !== undefined;
}
