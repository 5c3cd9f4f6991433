import { BadRequestException } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';

/**
 * Of the first three Node keeps one when there are several, the others it joins; whoever stands in front may go by
 * another.
 */
const ONCE = [
  'host',
  'authorization',
  'content-type',
  'mcp-protocol-version',
  'mcp-method',
  'mcp-name',
];

/**
 * Refuses requests that two readers could understand differently (RFC 9112 §3.2, §11.2): a header that
 * says who asks whom, given twice, and a target that names another host than the Host header.
 */
export function refuseAmbiguity(request: Request, _response: Response, next: NextFunction): void {
  const twice = ONCE.find((name) => countHeader(request, name) > 1);
  if (twice !== undefined) {
    next(new BadRequestException(`The header ${twice} must be given once`));
  } else if (!request.url.startsWith('/') && namesAnotherHost(request)) {
    next(new BadRequestException('The target and the Host header name different hosts'));
  } else {
    next();
  }
}

function countHeader({ rawHeaders }: Request, name: string): number {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const given = rawHeaders[at]!;
    if (given.length === name.length && given.toLowerCase() === name) count += 1;
  }
  return count;
}

/** `*` is the target of an OPTIONS for the server as a whole (RFC 9112 §3.2.4). */
function namesAnotherHost({ url, headers }: Request): boolean {
  if (url === '*') return false;
  if (!URL.canParse(url)) return true;
  const target = new URL(url);
  // As a URL has it, without capitals and without the scheme's own port (RFC 9110 §4.2.3).
  const own = `${target.protocol}//${headers.host}`;
  return !URL.canParse(own) || target.host !== new URL(own).host;
}
