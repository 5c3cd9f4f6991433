import type { UpstreamResponse } from '../bullet-train/upstream.js';
import { failure, ok, type Result } from './finding.js';

const MAX_SKEW_SECONDS = 60;

/** Whether the application answers, judged by its response to token info. */
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
      `${baseUrl} answers ${status} and redirects to ${headers['location'] ?? 'nowhere'}`,
      'Set BULLET_TRAIN_BASE_URL to the address that does not redirect',
    );
  }
  if (status >= 500) {
    return failure(`${baseUrl} answers ${status}`, 'Look into the log of the application');
  }
  return ok(`${baseUrl} answers`);
}

/** Whether tokens can be validated: Doorkeeper answers a request without a token with 401. */
export function checkTokenInfo({ status }: UpstreamResponse): Result {
  if (status === 401) return ok('/oauth/token/info answers');
  const remedy =
    status === 404
      ? 'The server now trusts every token, even expired and revoked ones. Add `use_doorkeeper` with token info to config/routes.rb of the application; if it is there, BULLET_TRAIN_BASE_URL is not its address'
      : "Check that BULLET_TRAIN_BASE_URL is the application's address, and look into its log";
  return failure(`/oauth/token/info answers ${status} instead of 401`, remedy);
}

/** @param at when the response came, in milliseconds since 1970 */
export function checkClocks({ headers }: UpstreamResponse, at: number): Result[] {
  // The header has whole seconds, rounded down.
  const date = Date.parse(headers['date'] ?? '') + 500;
  // Some servers in front of an application send no date.
  if (Number.isNaN(date)) return [];
  const seconds = Math.round((date - at) / 1000);
  if (Math.abs(seconds) <= MAX_SKEW_SECONDS) return [ok('this machine and the application agree')];
  return [
    failure(
      `the application's is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} this machine's`,
      'Set the wrong clock and keep it right (NTP): sign-ins and tokens expire by the clock',
    ),
  ];
}
