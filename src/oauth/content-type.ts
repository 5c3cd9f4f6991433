import { UnsupportedMediaTypeException } from '@nestjs/common';
import type { RequestHandler } from 'express';

/** @returns a middleware that refuses a body of any other type, or of none */
export function requireContentType(type: string): RequestHandler {
  return (request, _response, next) => {
    const isOther = request.is(type) === false;
    next(isOther ? new UnsupportedMediaTypeException(`Content-Type must be ${type}`) : undefined);
  };
}
