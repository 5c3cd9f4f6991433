import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { RateLimits } from './rate-limits.js';

/** Limits how often one address may sign in. */
@Injectable()
export class AddressLimitGuard implements CanActivate {
  constructor(private readonly limits: RateLimits) {}

  /** @throws RateLimitError */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    await this.limits.countAddress(context.switchToHttp().getRequest<Request>().ip);
    return true;
  }
}
