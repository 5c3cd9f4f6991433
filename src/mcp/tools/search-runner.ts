import { Injectable } from '@nestjs/common';
import * as z from 'zod';
import { AuditTrail } from '../../audit/audit-trail.js';
import { parseExactly } from '../../values/exact-number.js';
import { isTooDeep } from '../../values/json-depth.js';
import {
  errorResult,
  structuredResult,
  type ToolResult,
} from '../../openapi/response/tool-result.js';
import type { Tool } from '../../openapi/tools/tool.js';
import { CALL, DESCRIBE, FIND } from '../../catalog/search/meta-tools.js';
import type { ToolIndex } from '../../catalog/search/tool-index.js';
import type { ToolView } from '../../catalog/tool-view.js';
import { RequestContext } from '../../request/request-context.js';
import { ToolCaller, type AskedCall, type ToolAnswer } from './tool-caller.js';

const MOST_FOUND = 8;
const SUMMARY_CHARS = 160;

const question = z.object({ query: z.string().trim().min(1) });
const named = z.object({ operation: z.string().trim() });
/** Models send objects as JSON text too, or leave the object out and give what belongs into it. */
const call = z
  .looseObject({
    ...named.shape,
    arguments: z.preprocess(readJson, z.record(z.string(), z.unknown()).optional()),
  })
  .transform(({ operation, arguments: inner, ...rest }) => ({
    operation,
    arguments: inner ?? rest,
  }));

/** Carries out the tools that stand for all others. */
@Injectable()
export class SearchRunner {
  constructor(
    private readonly caller: ToolCaller,
    private readonly context: RequestContext,
    private readonly audit: AuditTrail,
  ) {}

  /** @returns undefined if the tool is not one of these */
  async run(
    name: string,
    args: unknown,
    { view, reach, search }: { view: ToolView; reach: ToolView; search: ToolIndex },
    asked: AskedCall,
  ): Promise<ToolAnswer | undefined> {
    const find = (text: string) =>
      search.find(text, MOST_FOUND, ({ name }) => view.byName.has(name));
    if (name === FIND) {
      const { success, data } = question.safeParse(args);
      return this.note(
        name,
        success
          ? showFound(find(data.query), view)
          : errorResult(`Give ${FIND} a query: what is to be done, in a few words.`),
      );
    }
    if (name !== DESCRIBE && !Object.values(CALL).includes(name)) return undefined;
    const { success, data } = call.safeParse(args);
    if (!success) {
      const problem = `Give ${name} the operation, a name from ${FIND}${name === DESCRIBE ? '' : ', and its arguments as one object'}.`;
      return this.note(name, errorResult(problem));
    }
    const known = name === DESCRIBE ? view : reach;
    const tool = known.byName.get(data.operation);
    if (!tool) return this.note(name, explainUnknown(data.operation, find(data.operation)));
    if (name === DESCRIBE) return this.note(name, describe(tool));
    const right = CALL[tool.kind];
    return name === right
      ? this.caller.run(tool, data.arguments, asked)
      : this.note(name, errorResult(`Nothing was done: ${tool.name} is called with ${right}.`));
  }

  /** What the runner has not carried out, and so not noted. */
  private note(tool: string, result: ToolResult): ToolResult {
    const outcome = result.isError ? 'refused' : 'ok';
    this.context.record?.calls.push({ tool, outcome });
    this.audit.note(
      { tool, isChange: false },
      outcome === 'ok' ? { outcome } : { outcome, reason: 'arguments' },
    );
    return result;
  }
}

/** How many kinds of records are named where nothing fits. */
const MOST_KINDS = 40;

function showFound(tools: Tool[], view: ToolView): ToolResult {
  return structuredResult({
    operations: tools.map((tool) => ({
      name: tool.name,
      path: `${tool.method.toUpperCase()} ${tool.path}`,
      does: firstSentence(tool.description),
      requires: tool.inputSchema.required ?? [],
      call_with: CALL[tool.kind],
    })),
    ...(tools.length === 0 && {
      note: 'Nothing fits. There is nothing for what is none of these kinds of records; for one of them ask again with its name.',
      kinds: kindsOf(view.tools),
    }),
  });
}

/** What the tools are about, as the document groups them, the most frequent first. */
function kindsOf(tools: readonly Tool[]): string[] {
  const counts = new Map<string, number>();
  for (const { tags, name } of tools) {
    const kind = tags[0] ?? name.replace(/^[^_]*_/, '').replaceAll('_', ' ');
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const kinds = [...counts].toSorted(([, one], [, other]) => other - one).map(([kind]) => kind);
  return kinds.length > MOST_KINDS ? [...kinds.slice(0, MOST_KINDS), '…'] : kinds;
}

function firstSentence(text: string): string {
  const [sentence = ''] = /^.*?(?:[.!?](?=\s|$)|[。！？])|^.*/s.exec(text) ?? [];
  return sentence.length > SUMMARY_CHARS ? `${sentence.slice(0, SUMMARY_CHARS)}…` : sentence;
}

function describe(tool: Tool): ToolResult {
  const { name, title, description, inputSchema, examples } = tool;
  return structuredResult({
    name,
    title,
    description,
    call_with: CALL[tool.kind],
    arguments: inputSchema,
    ...(Object.keys(examples).length > 0 && { examples }),
  });
}

function explainUnknown(name: string, similar: Tool[]): ToolResult {
  const names = similar.slice(0, 3).map((tool) => tool.name);
  const hint =
    names.length > 0 ? `Did you mean ${names.join(', ')}?` : `Ask ${FIND} which there are.`;
  return errorResult(`There is no operation ${JSON.stringify(name)}. ${hint}`);
}

function readJson(value: unknown): unknown {
  if (typeof value !== 'string') return value ?? undefined;
  try {
    return isTooDeep(value) ? value : parseExactly(value);
  } catch {
    return value;
  }
}
