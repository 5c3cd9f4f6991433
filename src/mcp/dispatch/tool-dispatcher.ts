import { Injectable } from '@nestjs/common';
import type { Round } from '../tools/approvals.js';
import { SearchRunner } from '../tools/search-runner.js';
import type { ConnectionCatalog } from '../../catalog/connection-catalog.js';
import { KnowledgeRunner } from '../knowledge/knowledge-runner.js';
import { ToolCaller, type ToolAnswer } from '../tools/tool-caller.js';

/** Calls a tool by its name: one that searches the others, one of an operation, or one that searches the records. */
@Injectable()
export class ToolDispatcher {
  constructor(
    private readonly caller: ToolCaller,
    private readonly searchRunner: SearchRunner,
    private readonly knowledge: KnowledgeRunner,
  ) {}

  /**
   * @param signal aborted when the client goes away
   * @param round what the client brings back of an earlier answer; undefined where it cannot be asked
   * @returns undefined when the connection sees no tool of this name
   */
  async call(
    { catalog, view, reach }: ConnectionCatalog,
    name: string,
    args: unknown,
    signal: AbortSignal,
    round?: Round,
  ): Promise<ToolAnswer | undefined> {
    const asked = { signal, view, round };
    if (view.isSearched || reach.isSearched) {
      const searched = { view, reach, search: catalog.search() };
      const result = await this.searchRunner.run(name, args, searched, asked);
      if (result) return result;
    }
    // Also those that are not listed: a client may hold a list from before they were searched.
    // And those that the token may not call, so that the client hears what it would take.
    const tool = reach.byName.get(name);
    return tool ? this.caller.run(tool, args, asked) : this.knowledge.run(name, args, view, signal);
  }
}
