import { Injectable } from '@nestjs/common';
import type { ApiRequest } from '../../openapi/request/build-request.js';
import type { ListPage } from '../../openapi/response/list-page.js';
import type { OperationKind } from '../../values/operation-kind.js';
import type { Tool } from '../../openapi/tools/tool.js';
import { RequestContext } from '../../request/request-context.js';
import { PermissionError } from './permission-error.js';
import type { SentCall } from './sent-call.js';
import { TeamAccess } from './team-access.js';
import { TeamAnswers } from './team-answers.js';

/** Names that tell frameworks to use another method (Rack's MethodOverride). */
const OVERRIDE = /^x-(http-)?method(-override)?$|^_method$/i;

/**
 * The only place that allows or refuses a call. Every call of an operation passes here before anything is sent, and its
 * response before anything is shown, whether it comes from a tool, search mode, a resource or a prompt. Lists leave out
 * what would be refused here (catalog/tool-selection.ts), but nothing relies on that.
 */
@Injectable()
export class Permission {
  constructor(
    private readonly context: RequestContext,
    private readonly teams: TeamAccess,
    private readonly answers: TeamAnswers,
  ) {}

  /**
   * Whether the tool may be called at all.
   * @throws PermissionError, and the request is answered with 403, on which clients ask the person for more
   */
  check({ name, kind }: Pick<Tool, 'name' | 'kind'>): void {
    const { kinds, identity = [] } = this.context.grant;
    if (!kinds || kinds.includes(kind)) return;
    const scope = [scopeFor(kinds, kind), ...identity].join(' ');
    this.context.refuse({ code: 'insufficient_scope', scope });
    throw new PermissionError(
      `${name} was not called: the person has not granted this connection the scope ${kind}.`,
    );
  }

  /**
   * Whether this call may be sent. Teams are not scopes (RFC 6750 §3.1): a client that requested the same scope again
   * would get the same token. So a call beyond them fails with a tool error, which tells the model what the person can
   * do.
   * @throws PermissionError, TokenRefusedError, UpstreamError
   */
  async checkCall(call: SentCall, request: ApiRequest, signal: AbortSignal): Promise<void> {
    const { kinds, teams } = this.context.grant;
    if (!kinds && !teams) return;
    const names = [...Object.keys(request.headers), ...Object.keys(call.args), ...wireNames(call)];
    if (names.some((name) => OVERRIDE.test(name))) {
      throw new PermissionError(
        `${call.tool.name} was not called: it takes another method as an argument, and this connection is limited.`,
      );
    }
    if (teams) await this.teams.check(call, new Set(teams), signal);
  }

  /**
   * @returns the pages with the chosen teams' records only, and whether something was left out
   * @throws PermissionError, TokenRefusedError, UpstreamError
   */
  async filterPages(
    call: SentCall,
    pages: readonly ListPage[],
    signal: AbortSignal,
  ): Promise<{ pages: readonly ListPage[]; hasLeft: boolean }> {
    const { teams } = this.context.grant;
    if (!teams) return { pages, hasLeft: false };
    const chosen = new Set(teams);
    const filtered: ListPage[] = [];
    let hasLeft = false;
    for (const page of pages) {
      const own = await this.answers.filter(call, page.items, chosen, signal);
      hasLeft ||= own.hasLeft;
      const { rest: _counted, ...others } = page;
      // Totals beside the records count other teams' records too.
      const kept = own.hasLeft ? others : page;
      filtered.push({ ...kept, items: own.value, last: page.items.at(-1) });
    }
    return { pages: filtered, hasLeft };
  }

  /** @throws PermissionError when the record is of another team, TokenRefusedError, UpstreamError */
  async filterRecord(
    call: SentCall,
    record: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<Record<string, unknown>> {
    const { teams } = this.context.grant;
    if (!teams) return record;
    const { value, hasLeft } = await this.answers.filter(call, record, new Set(teams), signal);
    return hasLeft && !('note' in value) ? { ...value, note: LEFT_OUT } : value;
  }
}

/** The note in a response from which something was left out. */
export const LEFT_OUT =
  'What is of teams that the person has not chosen for this connection is left out.';

function wireNames({ tool }: SentCall): string[] {
  return [...tool.destinations.values()].flatMap((to) =>
    to.in === 'parameter' ? [to.parameter.name] : to.in === 'body' ? [to.name] : [],
  );
}

/** Names the token's scopes too; otherwise a client would exchange it for less (MCP 2025-11-25, scope challenge). */
function scopeFor(held: readonly string[], missing: OperationKind): string {
  return [...held, missing].join(' ');
}
