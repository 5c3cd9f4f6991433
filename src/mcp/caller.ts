import type { ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { ClsService, type ClsStore } from 'nestjs-cls';
import type { Exchange } from '../telemetry/exchange.js';

interface CallerStore extends ClsStore {
  token?: string;
  refused?: boolean;
  failed?: boolean;
  response?: ServerResponse;
  exchange?: Exchange;
}

/** Who asks: kept for one HTTP request and gone with it. */
@Injectable()
export class Caller {
  constructor(private readonly cls: ClsService<CallerStore>) {}

  /** Carries out a request, of nobody yet; what it does later, asynchronously, belongs to it as well. */
  begin(exchange: Exchange, response: ServerResponse, request: () => void): void {
    this.cls.run(() => {
      this.cls.set('exchange', exchange);
      this.cls.set('response', response);
      request();
    });
  }

  /** What is to be known of the request when it is over. Undefined outside of a request. */
  get exchange(): Exchange | undefined {
    return this.cls.isActive() ? this.cls.get('exchange') : undefined;
  }

  /** What the request is answered with, for when nobody else answers it. Undefined outside of a request. */
  get response(): ServerResponse | undefined {
    return this.cls.isActive() ? this.cls.get('response') : undefined;
  }

  identify(token: string): void {
    this.cls.set('token', token);
  }

  /** The caller's own bearer token. Throws where nobody has been identified: nobody else's is used. */
  get token(): string {
    const token = this.cls.get('token');
    if (token === undefined) throw new Error('There is no caller: the bearer guard has not run');
    return token;
  }

  /** The application refused the token in the middle of this request. */
  refuse(): void {
    this.cls.set('refused', true);
  }

  get isRefused(): boolean {
    return this.cls.get('refused') === true;
  }

  /** A fault of ours has happened in this request. */
  fail(): void {
    this.cls.set('failed', true);
  }

  get hasFailed(): boolean {
    return this.cls.get('failed') === true;
  }
}
