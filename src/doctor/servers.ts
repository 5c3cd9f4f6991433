import type { AppConfig } from '../config/app-config.js';
import type { OpenApiDocument } from '../openapi/document/document.js';
import { isRecord } from '../values/is-record.js';
import { warning, type Result } from './finding.js';

/**
 * Whether people reach the application at the address that it thinks is its own. After the password, it sends them back
 * only if `return_url` begins with its BASE_URL (`Sessions::ControllerBase`), which its document names as server.
 */
export function checkServers(
  { servers }: OpenApiDocument,
  { bulletTrain: { publicUrl } }: AppConfig,
): Result[] {
  const [first]: unknown[] = Array.isArray(servers) ? servers : [];
  const url = isRecord(first) && typeof first['url'] === 'string' ? first['url'] : '';
  if (!URL.canParse(url) || url.includes('{')) return [];
  const { origin } = new URL(url);
  if (origin === publicUrl) return [];
  return [
    warning(
      `the document says that the application's BASE_URL is ${origin}, but people's browsers go to ${publicUrl}`,
      `After the password, people land in its dashboard instead of here unless both are exactly the same: set BASE_URL in the application's environment, or BULLET_TRAIN_PUBLIC_URL here. (A static document that was generated elsewhere may name another)`,
    ),
  ];
}
