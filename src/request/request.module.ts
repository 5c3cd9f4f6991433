import { Module } from '@nestjs/common';
import { ClsModule } from 'nestjs-cls';
import { Caller } from './request-context.js';

@Module({
  // Without forRoot: its guard and interceptor would run on every request although they do nothing.
  imports: [ClsModule],
  providers: [Caller],
  exports: [Caller],
})
export class RequestModule {}
