import { Module } from '@nestjs/common';
import { RedisModule } from '../redis/redis.module.js';
import { RateLimits } from './rate-limits.js';

/** Rate limits: a module of its own, because sign-in, the MCP endpoint and the metrics count with it. */
@Module({ imports: [RedisModule], providers: [RateLimits], exports: [RateLimits] })
export class LimitsModule {}
