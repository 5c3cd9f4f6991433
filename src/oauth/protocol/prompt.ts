import { OAuthError } from './oauth-error.js';

/** What happens for every client anyway: the person sees both pages each time. */
const ALWAYS_DONE = ['consent', 'select_account'];

/**
 * Checks `prompt` and `max_age` (OpenID Connect Core §3.1.2.1), which OAuth clients send too. The server refuses what
 * it cannot do, instead of ignoring it.
 * @throws OAuthError `interaction_required`, `login_required` or `invalid_request`
 */
export function checkPrompt(prompt = '', maxAge?: string): void {
  const words = prompt.split(' ').filter(Boolean);
  if (words.includes('none')) {
    if (words.length > 1) {
      throw new OAuthError('invalid_request', 'prompt=none goes with no other prompt');
    }
    throw new OAuthError('interaction_required', 'The server asks the person at every sign-in');
  }
  // Bullet Train cannot be told to ask for the password again, and does not say when somebody signed in.
  if (words.includes('login')) {
    throw new OAuthError(
      'login_required',
      'The application cannot be made to ask for the password again: let the person sign out there first',
    );
  }
  const unknown = words.find((word) => !ALWAYS_DONE.includes(word));
  if (unknown !== undefined) {
    throw new OAuthError(
      'invalid_request',
      'prompt must be consent, select_account, login or none',
    );
  }
  if (maxAge === undefined) return;
  if (!/^\d{1,10}$/.test(maxAge)) {
    throw new OAuthError('invalid_request', 'max_age must be a number of seconds');
  }
  throw new OAuthError(
    'login_required',
    'The application does not say when the person signed in, so max_age cannot be kept',
  );
}
