import type { Browser, Page } from 'playwright-core';
import { plant } from '../secrets.js';
import { PASSWORD } from './rig.js';

/** How somebody answers the pages that they meet. */
export interface Answers {
  email: string;
  decision?: 'Approve' | 'Deny';
  /** The team they choose, where they connect as a new member of one. */
  team?: string;
  /** They press a button of an account elsewhere in place of the password. */
  socially?: boolean;
}

/** Somebody who sits in front of Chromium. */
export class ChromiumPerson {
  private constructor(readonly page: Page) {}

  static async sitDown(chromium: Browser): Promise<ChromiumPerson> {
    const context = await chromium.newContext({ ignoreHTTPSErrors: true });
    return new ChromiumPerson(await context.newPage());
  }

  /**
   * Goes to an authorize address and answers what comes, until the client's redirect URI. Nobody listens there: what
   * counts is that the browser goes.
   * @returns the address at which the client waits, or the page where it ends in the application
   */
  async signIn(authorizeUrl: string, redirectUri: string, answers: Answers): Promise<URL> {
    const { page } = this;
    const arrival = page.waitForRequest((request) => request.url().startsWith(redirectUri));
    // Whoever ends in the dashboard arrives nowhere.
    arrival.catch(() => {});
    await page.goto(authorizeUrl);
    await this.consent(answers);
    // Who is signed in sees the account page at once; who denies is back at the client.
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

  /** A person's own application is asked nothing here: the consent page stands before the operator's. */
  private async consent({ decision = 'Approve' }: Answers): Promise<void> {
    const button = this.page.getByRole('button', { name: decision });
    if (!(await button.isVisible())) return;
    if (decision === 'Approve') await this.page.getByLabel('everything').check();
    await button.click();
  }

  /** The page that names the account; nobody sees it who has denied, or whose application is their own. */
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
