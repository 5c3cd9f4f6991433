import type { InputRequiredResult } from '@modelcontextprotocol/server';
import type { ToolResult } from '../../openapi/response/tool-result.js';

/** A call was not approved; nothing was done. */
export class ApprovalError extends Error {
  override readonly name = 'ApprovalError';
}

/** The person has to be asked first; nothing was done. */
export class ApprovalNeeded extends Error {
  override readonly name = 'ApprovalNeeded';

  constructor(
    /** The response to the client. */
    readonly result: ToolResult | InputRequiredResult,
  ) {
    super('The person has to be asked first');
  }
}
