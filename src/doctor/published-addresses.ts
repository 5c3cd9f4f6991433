import type { AppConfig } from '../config/app-config.js';
import { failure, ok, warning, type Result } from './finding.js';

const TIMEOUT_MS = 10_000;

/** The pages that directories ask for, and OpenAI's token at its well-known path. */
export async function checkAddresses(config: AppConfig): Promise<Result[]> {
  const { application } = config;
  const pages: [string, string | undefined][] = [
    ['APPLICATION_PRIVACY_URL', application.privacyUrl],
    ['APPLICATION_TERMS_URL', application.termsUrl],
    ['APPLICATION_SUPPORT_URL', application.supportUrl],
    ['APPLICATION_DOCUMENTATION_URL', application.documentationUrl],
    ['APPLICATION_LOGO_URL', application.logoUrl],
  ];
  const found = await Promise.all(pages.map(([name, url]) => checkPage(name, url)));
  return [...found, await checkChallenge(config)];
}

async function checkPage(name: string, url: string | undefined): Promise<Result> {
  if (url === undefined) {
    return failure(`${name} is not set`, 'Set it to an https address: both directories ask for it');
  }
  const answer = await ask(url);
  return answer?.ok
    ? ok(`${name} is there`)
    : failure(
        `${name}: ${url} ${answer ? `answers ${answer.status}` : 'does not answer'}`,
        'Publish the page, where everybody may read it without signing in',
      );
}

async function checkChallenge({ server, openAiChallenge }: AppConfig): Promise<Result> {
  if (openAiChallenge === undefined) {
    return warning(
      'OPENAI_APPS_CHALLENGE is not set',
      "Set it to the token that OpenAI's form shows, before the domain is verified there",
    );
  }
  const url = `${server.publicUrl}/.well-known/openai-apps-challenge`;
  const answer = await ask(url);
  return answer?.text === openAiChallenge
    ? ok(`${url} answers OpenAI's token`)
    : failure(
        `${url} does not answer OpenAI's token`,
        'Start this server with OPENAI_APPS_CHALLENGE, and let the proxy pass that path on',
      );
}

async function ask(
  url: string,
): Promise<{ ok: boolean; status: number; text: string } | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return { ok: response.ok, status: response.status, text: await response.text() };
  } catch {
    return undefined;
  }
}
