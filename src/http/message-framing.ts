import { BadRequestException } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';

/**
 * If one of these is repeated, Node keeps one of the first three and joins the others; a proxy in front may decide
 * differently.
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
 * Refuses requests that two readers could understand differently (RFC 9112 §3.2, §11.2): a repeated header that says
 * who calls what, and a target that names another host than the Host header.
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
    // Names stand at even places, and each has a value.
    const given = rawHeaders[at] ?? '';
    if (given.length === name.length && given.toLowerCase() === name) count += 1;
  }
  return count;
}

/** `*` is the target of an OPTIONS request for the whole server (RFC 9112 §3.2.4). */
function namesAnotherHost({ url, headers }: Request): boolean {
  if (url === '*') return false;
  if (!URL.canParse(url)) return true;
  const target = new URL(url);
  // Normalised as in a URL: lower case, without the scheme's default port (RFC 9110 §4.2.3).
  const own = `${target.protocol}//${headers.host}`;
  return !URL.canParse(own) || target.host !== new URL(own).host;
}
