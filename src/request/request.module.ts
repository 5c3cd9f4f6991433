import { Module } from '@nestjs/common';
import { ClsModule } from 'nestjs-cls';
import { RequestContext } from './request-context.js';

@Module({
  // Without forRoot: its guard and interceptor would run on every request although they do nothing.
  imports: [ClsModule],
  providers: [RequestContext],
  exports: [RequestContext],
})
export class RequestModule {}
