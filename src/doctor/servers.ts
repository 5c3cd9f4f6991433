import type { AppConfig } from '../config/app-config.js';
import type { OpenApiDocument } from '../openapi/document/document.js';
import { isRecord } from '../values/is-record.js';
import { warning, type Result } from './finding.js';

/**
 * Whether people reach the application at what it takes for its own address. After the password it sends them back only
 * where `return_url` begins with its BASE_URL (`Sessions::ControllerBase`), which its document names as its server.
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
      `by its document the application's BASE_URL is ${origin}, and people's browsers are sent to ${publicUrl}`,
      `After their password they end in its dashboard and not back here, unless both are the same to the letter: set BASE_URL in the application's environment or BULLET_TRAIN_PUBLIC_URL here. (A static document generated elsewhere can name another)`,
    ),
  ];
}
