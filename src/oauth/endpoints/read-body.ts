import {
  UnsupportedMediaTypeException,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { text, urlencoded, type Request, type RequestHandler, type Response } from 'express';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';
const LIMIT = '64kb';

/**
 * Reads a body of one type, after the guards have accepted the request: a middleware would wait for the bodies of
 * requests that are then refused.
 */
class ReadBody implements NestInterceptor {
  constructor(
    private readonly type: string,
    private readonly parse: RequestHandler,
  ) {}

  /** @throws UnsupportedMediaTypeException for another type, or none; the parser's errors for an unreadable body */
  async intercept(context: ExecutionContext, next: CallHandler) {
    const http = context.switchToHttp();
    const response = http.getResponse<Response>();
    try {
      await this.read(http.getRequest<Request>(), response);
    } catch (error) {
      response.set(this.takenInstead(error));
      throw error;
    }
    return next.handle();
  }

  private async read(request: Request, response: Response): Promise<void> {
    if (request.is(this.type) === false) {
      throw new UnsupportedMediaTypeException(`Content-Type must be ${this.type}`);
    }
    await new Promise<void>((resolve, reject) => {
      this.parse(request, response, (error?: unknown) => (error ? reject(error) : resolve()));
    });
  }

  /** RFC 9110 §15.5.16: a 415 names the types that are accepted. */
  private takenInstead(error: unknown): Record<string, string> {
    if (error instanceof UnsupportedMediaTypeException) return { Accept: this.type };
    // The parsers' errors have both; what another error lacks is undefined.
    const { status, type }: { status?: unknown; type?: unknown } = Object(error);
    if (status !== 415) return {};
    return type === 'encoding.unsupported'
      ? { 'Accept-Encoding': 'identity' }
      : { Accept: `${this.type};charset=utf-8` };
  }
}

/** Only forms (RFC 6749 §3.2): a JSON parser's errors would quote secrets. */
export const readForm = new ReadBody(FORM, urlencoded({ extended: false, limit: LIMIT }));
/** JSON as text, which its reader parses. */
export const readJsonText = new ReadBody(JSON_TYPE, text({ type: JSON_TYPE, limit: LIMIT }));
