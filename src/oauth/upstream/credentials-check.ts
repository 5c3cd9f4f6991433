import { randomBytes } from 'node:crypto';
import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import { OAuthError } from '../protocol/oauth-error.js';
import { SignInFailures } from '../protocol/sign-in-failures.js';
import { BulletTrainApplication } from './bullet-train-application.js';

const EVERY_MS = 5 * 60_000;

/**
 * Asks the application at the start, and then every five minutes, whether it still knows the operator's client ID and
 * secret: otherwise the first to find out would be everybody who signs in.
 */
@Injectable()
export class CredentialsCheck implements OnApplicationBootstrap, OnApplicationShutdown {
  /** What is wrong with them, one sentence; undefined when nothing is known to be. */
  problem: string | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly application: BulletTrainApplication,
    private readonly failures: SignInFailures,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.oauth.application) return;
    void this.check();
    this.timer = setInterval(() => void this.check(), EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Doorkeeper looks at the client before the code: a right client with a wrong code gets `invalid_grant`. */
  private async check(): Promise<void> {
    try {
      const nothing = randomBytes(32).toString('base64url');
      await this.application.redeem(nothing, nothing);
    } catch (error) {
      // Whatever else went wrong says nothing about the secret; /health asks whether the application answers.
      if (!(error instanceof OAuthError)) return;
      if (error.reason === 'client_secret') {
        this.failures.count('client_secret');
        this.problem =
          'The application refuses BULLET_TRAIN_CLIENT_ID and BULLET_TRAIN_CLIENT_SECRET, so nobody can sign in: copy both anew from its Platform Application';
      } else if (error.code === 'invalid_grant') {
        this.problem = undefined;
      }
    }
  }
}
