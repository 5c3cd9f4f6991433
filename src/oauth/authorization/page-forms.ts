import { Injectable } from '@nestjs/common';
import { sha256 } from '../../values/sha256.js';
import { OAuthError } from '../protocol/oauth-error.js';
import { CLOCK_LEEWAY_SECONDS, now, Sealing } from '../sealing/sealing.js';
import type { BrowserCookie, Cookies } from './browser.js';
import { hasSecret, issueSecret } from './consent-cookies.js';

/** How long a page can be answered. */
const LIFE_SECONDS = 600;

/** The pages with a form; one page's form is not accepted by another. */
type FormPage = 'consent' | 'account' | 'connections';

/** What a page's form returns, sealed. */
export interface BoundForm {
  /** SHA-256 of the cookie of the browser that was asked: no other browser can answer. */
  browser: string;
}

/** The forms of the pages that a person answers: sealed for ten minutes, and bound to the browser that was asked. */
@Injectable()
export class PageForms {
  constructor(private readonly sealing: Sealing) {}

  /** @returns the browser for a page's form, and the cookies to set with the page */
  bind(cookies: Cookies): BoundForm & { set: BrowserCookie[] } {
    const { secret, set } = issueSecret(cookies, LIFE_SECONDS + CLOCK_LEEWAY_SECONDS);
    return { browser: sha256(secret), set };
  }

  /** @returns the value of the form's field `request` */
  seal(page: FormPage, form: BoundForm): Promise<string> {
    return this.sealing.seal(page, form, now() + LIFE_SECONDS);
  }

  /**
   * @param sealed the form's field `request`
   * @param cookies those of the browser that answers
   * @throws OAuthError `invalid_request` if the page has expired, or another browser answers
   */
  async open<Form extends BoundForm>(
    page: FormPage,
    sealed: string,
    cookies: Cookies,
  ): Promise<Form> {
    const form = await this.sealing.open<Form>(page, sealed);
    if (!form) throw new OAuthError('invalid_request', 'This page is too old to be answered');
    if (hasSecret(cookies, form.browser)) return form;
    throw new OAuthError(
      'invalid_request',
      'This page was opened in another browser, or this one no longer has its cookie',
    );
  }
}
