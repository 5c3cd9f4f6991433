import type { UpstreamError } from '../../bullet-train/upstream-error.js';
import { outcomeAdvice } from '../../openapi/response/error-advice.js';
import type { Tool } from '../../openapi/tools/tool.js';

/** What a model is told when there was no answer: what happened, whether anything was done, what to do next. */
export function explainUpstreamError(
  { code, retryAfterSeconds }: UpstreamError,
  { annotations }: Pick<Tool, 'annotations'>,
): string {
  const changes = !annotations.readOnlyHint;
  switch (code) {
    case 'unreachable':
      return 'The application cannot be reached at the moment, so nothing was done. Try again in a minute; if it fails again, tell the person.';
    case 'paused':
      return `The application has failed too often just now, so it was not asked and nothing was done. Wait ${retryAfterSeconds} seconds before you try again; if it fails again, tell the person.`;
    case 'busy':
      return `Too many calls are waiting for the application, so it was not asked and nothing was done. Wait ${retryAfterSeconds} seconds, then make fewer calls at once.`;
    case 'timeout':
      return `The application took too long to answer. ${outcomeAdvice(changes)} If it takes too long again, ask for less or tell the person.`;
    case 'too large':
      return changes
        ? `The application answered with more than 10 MB, which is not read. ${outcomeAdvice(true)}`
        : 'The application answered with more than 10 MB, which is not read. Ask for less; the same call would end the same way.';
    case 'broken off':
    case 'gone':
    case 'unexpected':
      return `The application broke off before its answer was complete. ${outcomeAdvice(changes)} If it fails again, tell the person.`;
  }
}
