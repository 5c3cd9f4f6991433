import { CLIENT_CAPABILITIES_META_KEY } from '@modelcontextprotocol/server';
import { isRecord } from '../../values/is-record.js';

/**
 * @param meta the request's `_meta`
 * @returns whether the client shows people forms: it declares `elicitation` with `form`, or without saying of what kind
 */
export function elicitsForms(meta: unknown): boolean {
  const capabilities = isRecord(meta) ? meta[CLIENT_CAPABILITIES_META_KEY] : undefined;
  const elicitation = isRecord(capabilities) ? capabilities['elicitation'] : undefined;
  return isRecord(elicitation) && (isRecord(elicitation['form']) || !('url' in elicitation));
}
