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
 * Asks the application, at the start and every five minutes, whether it accepts the operator's client ID and secret.
 * Otherwise everybody who signs in would find out first.
 */
@Injectable()
export class CredentialsCheck implements OnApplicationBootstrap, OnApplicationShutdown {
  /** The problem with the credentials, in one sentence; undefined while none is known. */
  problem: string | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly application: BulletTrainApplication,
    private readonly failures: SignInFailures,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /** Checks now, and then every five minutes. */
  onApplicationBootstrap(): void {
    if (!this.config.oauth.application) return;
    void this.check();
    this.timer = setInterval(() => void this.check(), EVERY_MS).unref();
  }

  /** Stops checking. */
  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Doorkeeper checks the client before the code: with the right secret, a made-up code gets `invalid_grant`. */
  private async check(): Promise<void> {
    try {
      const nothing = randomBytes(32).toString('base64url');
      await this.application.redeem(nothing, nothing);
    } catch (error) {
      // Any other failure says nothing about the secret; /health reports whether the application answers.
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
