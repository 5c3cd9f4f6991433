import { Module } from '@nestjs/common';
import { SharedRedis } from './shared-redis.js';

/** One connection to Redis for all modules of the process. */
@Module({ providers: [SharedRedis], exports: [SharedRedis] })
export class RedisModule {}
