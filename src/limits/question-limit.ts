import { LimitReached, type Limiter } from './limiter.js';

/**
 * Limits how often the application is asked about unknown tokens. Only what is asked in vain is counted, afterwards;
 * until then the question takes up one of the points here. So a good token costs nobody anything, even when Redis is
 * lost while the application answers: what was counted before could not be taken back.
 */
export class QuestionLimit {
  /** How many questions of each key are not answered yet; no more than there are requests. */
  private readonly open = new Map<string, number>();

  constructor(private readonly limiter: Limiter) {}

  /** How many questions in vain, or not answered yet, one key may have. */
  get points(): number {
    return this.limiter.points;
  }

  /**
   * Asks, unless too much was asked in vain.
   * @param ask says whether the token is good
   * @returns what `ask` returns
   * @throws LimitReached before asking
   * @throws whatever `ask` throws; that counts as asked in vain
   */
  async ask<Answer extends { valid: boolean }>(
    key: string,
    ask: () => Promise<Answer>,
  ): Promise<Answer> {
    // Before anything is waited for: questions at the same time see each other.
    const open = (this.open.get(key) ?? 0) + 1;
    this.open.set(key, open);
    try {
      await this.admit(key, open);
      return await this.countInVain(key, ask);
    } finally {
      this.close(key);
    }
  }

  private async admit(key: string, open: number): Promise<void> {
    const counted = await this.limiter.read(key);
    if ((counted?.requests ?? 0) + open <= this.points) return;
    throw new LimitReached(counted?.msBeforeNext ?? 0);
  }

  private async countInVain<Answer extends { valid: boolean }>(
    key: string,
    ask: () => Promise<Answer>,
  ): Promise<Answer> {
    let isGood = false;
    try {
      const answer = await ask();
      isGood = answer.valid;
      return answer;
    } finally {
      // Another replica may have used up the points meanwhile; this question was asked before.
      if (!isGood) await this.limiter.consume(key).catch(unlessReached);
    }
  }

  private close(key: string): void {
    const left = (this.open.get(key) ?? 1) - 1;
    if (left > 0) this.open.set(key, left);
    else this.open.delete(key);
  }
}

function unlessReached(error: unknown): void {
  if (!(error instanceof LimitReached)) throw error;
}
