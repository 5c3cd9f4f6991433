import { Injectable } from '@nestjs/common';
import type { OperationKind } from '../../values/operation-kind.js';
import type { Tool } from '../../openapi/tools/tool.js';
import { RequestContext } from '../../request/request-context.js';

/** The call is beyond what the person has granted; the message tells a model so. */
export class PermissionError extends Error {
  override readonly name = 'PermissionError';
}

/**
 * The one place where a call is allowed or not: every call of an operation passes here before anything is sent, be it
 * by a tool, through search mode, a resource or a prompt. Lists leave out what would be refused here
 * (catalog/tool-selection.ts), but nothing relies on that.
 */
@Injectable()
export class Permission {
  constructor(private readonly context: RequestContext) {}

  /** @throws PermissionError, and the request is answered with 403, on which clients ask the person for more */
  check({ name, kind }: Pick<Tool, 'name' | 'kind'>): void {
    const { kinds } = this.context.grant;
    if (!kinds || kinds.includes(kind)) return;
    this.context.refuse({ code: 'insufficient_scope', scope: scopeFor(kinds, kind) });
    throw new PermissionError(
      `${name} was not called: the person has not granted this connection the scope ${kind}.`,
    );
  }
}

/** What the token has is named as well, or a client would exchange it for less (MCP 2025-11-25, scope challenge). */
function scopeFor(held: readonly string[], missing: OperationKind): string {
  return [...held, missing].join(' ');
}
