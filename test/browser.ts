import { PASSWORD } from '../src/sandbox/sandbox.js';

/**
 * What a browser does at an authorize address: it follows the redirects, signs the person in at the
 * application, and is sent back to the client.
 * @returns the client's redirect URI with what was added to it
 */
export async function signIn(authorizeUrl: string, email: string): Promise<URL> {
  const application = await redirectOf(authorizeUrl);
  const signInPage = await redirectOf(application.href);
  const signedIn = await fetch(signInPage, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      email,
      password: PASSWORD,
      return_url: signInPage.searchParams.get('return_url') ?? '',
    }),
  });
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  const back = new URL(signedIn.headers.get('location') ?? '', application);
  return redirectOf(back.href, { cookie });
}

async function redirectOf(url: string, headers: Record<string, string> = {}): Promise<URL> {
  const answer = await fetch(url, { redirect: 'manual', headers });
  const location = answer.headers.get('location');
  if (location === null) throw new Error(`${url} answered ${answer.status} instead of a redirect`);
  return new URL(location, url);
}
