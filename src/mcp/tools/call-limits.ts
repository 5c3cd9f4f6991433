import { Injectable } from '@nestjs/common';
import { RateLimitError } from '../../limits/rate-limit-error.js';
import { RateLimits } from '../../limits/rate-limits.js';
import type { Tool } from '../../openapi/tools/tool.js';
import { RequestContext } from '../../request/request-context.js';
import { CallError } from './call-error.js';

/**
 * Counts what one call has the application do beyond the request that the bearer guard has counted: a change, or
 * another page of a list.
 */
@Injectable()
export class CallLimits {
  constructor(
    private readonly limits: RateLimits,
    private readonly context: RequestContext,
  ) {}

  /**
   * @param isFurtherPage whether the call has asked the application before
   * @throws CallError when the person has done too much in this minute; it says how long to wait
   */
  async count({ annotations }: Pick<Tool, 'annotations'>, isFurtherPage: boolean): Promise<void> {
    try {
      const { person } = this.context;
      if (!annotations.readOnlyHint) await this.limits.countChange(person);
      else if (isFurtherPage) await this.limits.countRequest(person);
    } catch (error) {
      if (!(error instanceof RateLimitError)) throw error;
      throw new CallError(explain(error), error.status, { cause: error });
    }
  }
}

function explain({ reached, retryAfterSeconds }: RateLimitError): string {
  const what = reached?.name === 'change' ? 'calls that change something' : 'requests';
  return `The application was not asked: one person may send ${reached?.points} ${what} a minute. Wait ${retryAfterSeconds} s, then go on.`;
}
