import { Inject, Injectable, Logger } from '@nestjs/common';
import { TokenValidator } from '../../bullet-train/token-validator.js';
import { UpstreamError } from '../../bullet-train/upstream-error.js';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import { keepNewest } from '../../values/newest.js';
import { sha256 } from '../../values/sha256.js';
import { OAuthError } from '../protocol/oauth-error.js';
import { SharedMemory } from '../sharing/shared-memory.js';
import { BulletTrainApplication } from '../upstream/bullet-train-application.js';
import { AccessTokens, type OpenedToken } from './access-tokens.js';

/** As long as the browser remembers an approval. */
const KEPT_MS = 180 * 24 * 3_600_000;
/** How long a process assumes that a connection continues before it checks Redis again. */
const FRESH_MS = 5_000;
/** Of each kind; an entry takes about 150 bytes. */
const MAX_KEPT = 10_000;

/**
 * The connections that people have ended. Tokens carry the id of the sign-in that they come from, and the id of one
 * that was ended is kept: in Redis with REDIS_URL, else in this process. The first token that shows up under it
 * afterwards is revoked at the application, which remembers that for good.
 */
@Injectable()
export class Connections {
  private readonly logger = new Logger('SignIn');
  private readonly ended = keepNewest<true>(MAX_KEPT);
  /** Until when a connection is assumed to continue, in milliseconds of performance.now(). */
  private readonly goingOn = keepNewest<number>(MAX_KEPT);

  constructor(
    private readonly tokens: AccessTokens,
    private readonly application: BulletTrainApplication,
    private readonly validator: TokenValidator,
    private readonly memory: SharedMemory,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /** Whether every replica hears of an end, and a restart forgets none. */
  get areShared(): boolean {
    return this.config.limits.redisUrl !== undefined;
  }

  /** Ends a connection: revokes what this process has seen of it within the minute, and refuses what comes later. */
  async end(connection: string): Promise<void> {
    this.ended.set(connection, true);
    if (this.areShared) await this.memory.set(keyOf(connection), '1', KEPT_MS);
    await Promise.all(this.tokens.seenOf(connection).map((token) => this.revoke(token)));
  }

  /** Whether the person has ended the connection of a token; then it is revoked at the application, too. */
  async isEnded({ connection, bulletTrainToken }: OpenedToken): Promise<boolean> {
    if (connection === undefined || !(await this.hasEnded(connection))) return false;
    await this.revoke(bulletTrainToken);
    return true;
  }

  private async hasEnded(connection: string): Promise<boolean> {
    if (this.ended.has(connection)) return true;
    if (!this.areShared || performance.now() < (this.goingOn.get(connection) ?? 0)) return false;
    const isEnded = (await this.memory.get(keyOf(connection))) !== undefined;
    if (isEnded) this.ended.set(connection, true);
    else this.goingOn.set(connection, performance.now() + FRESH_MS);
    return isEnded;
  }

  /** It is refused here in any case. */
  private async revoke(token: string): Promise<void> {
    this.validator.forget(token);
    try {
      await this.application.revoke(token);
    } catch (error) {
      if (!(error instanceof OAuthError || error instanceof UpstreamError)) throw error;
      this.logger.warn('A token of a connection that was ended could not be revoked');
    }
  }
}

function keyOf(connection: string): string {
  return `ended:${sha256(connection)}`;
}
