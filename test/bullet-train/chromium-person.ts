import type { Browser, Page } from 'playwright-core';
import { plant } from '../secrets.js';
import { PASSWORD } from './rig.js';

/** How a person answers the pages of a sign-in. */
export interface Answers {
  email: string;
  decision?: 'Approve' | 'Deny';
  /** The team they choose when they connect as a new member. */
  team?: string;
  /** They use a social sign-in button instead of the password. */
  socially?: boolean;
}

/** A person who uses Chromium. */
export class ChromiumPerson {
  private constructor(readonly page: Page) {}

  static async sitDown(chromium: Browser): Promise<ChromiumPerson> {
    const context = await chromium.newContext({ ignoreHTTPSErrors: true });
    return new ChromiumPerson(await context.newPage());
  }

  /**
   * Opens an authorization URL and answers the pages, until the client's redirect URI. Nothing listens there: only
   * the redirect matters.
   * @returns the client's redirect URI with its parameters, or the page of the application where the sign-in ends
   */
  async signIn(authorizeUrl: string, redirectUri: string, answers: Answers): Promise<URL> {
    const { page } = this;
    const arrival = page.waitForRequest((request) => request.url().startsWith(redirectUri));
    // A sign-in that ends in the dashboard does not reach the client.
    arrival.catch(() => {});
    await page.goto(authorizeUrl);
    await this.consent(answers);
    // A signed-in person sees the account page at once; one who denies is back at the client.
    const accountPage = page.getByRole('button', { name: 'Continue' });
    await Promise.race(
      [arrival, page.waitForURL(/users\/sign_in/), accountPage.waitFor()].map((next) =>
        next.catch(() => {}),
      ),
    );
    if (/users\/sign_in/.test(page.url())) {
      if (answers.socially) {
        const { origin } = new URL(page.url());
        await page.goto(`${origin}/social_sign_in?email=${encodeURIComponent(answers.email)}`);
        return new URL(page.url());
      }
      await this.enterPassword(answers.email);
    }
    await this.confirmAccount(answers);
    const url = new URL((await arrival).url());
    plant(url.searchParams.get('code'), url.searchParams.get('state'));
    return url;
  }

  async enterPassword(email: string): Promise<void> {
    const { page } = this;
    await page.locator('#user_email').fill(email);
    await page.locator('#user_password').fill(PASSWORD);
    await page.locator('#sign_in_submit').click();
  }

  async leave(): Promise<void> {
    await this.page.context().close();
  }

  /** Sign-in through a person's own application has no consent page; it precedes the operator's only. */
  private async consent({ decision = 'Approve' }: Answers): Promise<void> {
    const button = this.page.getByRole('button', { name: decision });
    if (!(await button.isVisible())) return;
    if (decision === 'Approve') await this.page.getByLabel('everything').check();
    await button.click();
  }

  /** The account page, which a person does not see who has denied, or who uses their own application. */
  private async confirmAccount({ decision = 'Approve', team }: Answers): Promise<void> {
    if (decision === 'Deny') return;
    const button = this.page.getByRole('button', { name: 'Continue' });
    await button.waitFor({ timeout: 5_000 }).catch(() => {});
    if (!(await button.isVisible())) return;
    if (team) {
      await this.page.getByLabel('one team').check();
      await this.page.getByLabel('Team:').selectOption(team);
    }
    await button.click();
  }
}
