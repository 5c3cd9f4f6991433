import type { UpstreamResponse } from '../bullet-train/upstream.js';
import { failure, ok, type Result } from './finding.js';

const MAX_SKEW_SECONDS = 60;

/** Whether what answers is the application, by its answer to token info. */
export function checkApplication(answer: UpstreamResponse, baseUrl: string): Result {
  const { status, headers, body } = answer;
  if (status === 403 && /blocked hosts?/i.test(body.toString('utf8'))) {
    return failure(
      `${baseUrl} refuses this host name`,
      `Add it in config/environments/development.rb of the application: config.hosts << "${new URL(baseUrl).hostname}"`,
    );
  }
  if (status >= 300 && status < 400) {
    return failure(
      `${baseUrl} answers ${status} and sends on to ${headers['location'] ?? 'nowhere'}`,
      'Set BULLET_TRAIN_BASE_URL to the address that answers itself',
    );
  }
  if (status >= 500) {
    return failure(`${baseUrl} answers ${status}`, 'Look into the log of the application');
  }
  return ok(`${baseUrl} answers`);
}

/** Whether tokens can be asked about: a question without one gets 401 (Doorkeeper). */
export function checkTokenInfo({ status }: UpstreamResponse): Result {
  if (status === 401) return ok('/oauth/token/info answers');
  const remedy =
    status === 404
      ? 'Tokens are taken on trust now, expired and revoked ones too. Let config/routes.rb of the application have `use_doorkeeper` with its token info; if it has, BULLET_TRAIN_BASE_URL is not its address'
      : 'Look whether BULLET_TRAIN_BASE_URL is the address of the application, and into its log';
  return failure(`/oauth/token/info answers ${status} and not 401`, remedy);
}

/** @param at when the answer came, milliseconds since 1970 */
export function checkClocks({ headers }: UpstreamResponse, at: number): Result[] {
  // To the second: its fraction is cut off.
  const date = Date.parse(headers['date'] ?? '') + 500;
  // Not every server in front of an application says what time it is.
  if (Number.isNaN(date)) return [];
  const seconds = Math.round((date - at) / 1000);
  if (Math.abs(seconds) <= MAX_SKEW_SECONDS) return [ok('this machine and the application agree')];
  return [
    failure(
      `the application's is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} this machine's`,
      'Set the wrong one, and let it be kept right (NTP): sign-ins and tokens end by the clock',
    ),
  ];
}
