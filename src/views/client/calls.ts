import type { FormSchema, ViewPlan, ViewTool } from './plan-types.js';
import { isRecord, type Bridge } from './bridge.js';
import { idOf, type Row } from './rows.js';
import { TEXTS } from './texts.js';

export type Args = Record<string, unknown>;

/** A tool's result: its data, or a text that says what went wrong. */
export type Answer = { data: Record<string, unknown> } | { error: string };

/** Reads a result (MCP, `CallToolResult`): the structured content, or the same JSON as text. */
export function readAnswer(result: unknown): Answer {
  if (!isRecord(result)) return { error: TEXTS.failed };
  const { structuredContent, content, isError } = result;
  const first: unknown = Array.isArray(content) ? content[0] : undefined;
  const text = isRecord(first) && typeof first['text'] === 'string' ? first['text'] : '';
  if (isError === true) return { error: text || TEXTS.failed };
  if (isRecord(structuredContent)) return { data: structuredContent };
  try {
    const data: unknown = JSON.parse(text);
    if (isRecord(data)) return { data };
  } catch {
    // Plain text is an answer as well.
  }
  return { data: text === '' ? {} : { answer: text } };
}

/** Calls tools through the host; in search mode, through the meta-tools that call the others. */
export class Calls {
  constructor(
    private readonly bridge: Bridge,
    private readonly plan: ViewPlan,
  ) {}

  /** @param args the arguments of the call that opened the view */
  read(args: Args): { name: string | undefined; args: Args } {
    if (!this.plan.through) return { name: this.plan.tool, args };
    const { operation, arguments: inner } = args;
    const name = typeof operation === 'string' ? operation : undefined;
    return { name, args: isRecord(inner) ? inner : {} };
  }

  async call(name: string, args: Args): Promise<Answer> {
    const { through, tools } = this.plan;
    const caller = through?.calls[tools[name]?.does ?? ''];
    return this.send(
      caller === undefined
        ? { name, arguments: args }
        : { name: caller, arguments: { operation: name, arguments: args } },
    );
  }

  /** The arguments of a tool as JSON Schema; undefined if they are unknown. */
  async schemaOf(name: string): Promise<FormSchema | undefined> {
    const { through, tools } = this.plan;
    if (!through) return tools[name]?.schema;
    const answer = await this.send({ name: through.describe, arguments: { operation: name } });
    const schema = 'data' in answer ? answer.data['arguments'] : undefined;
    return isRecord(schema) ? schema : undefined;
  }

  private async send(params: { name: string; arguments: Args }): Promise<Answer> {
    try {
      return readAnswer(await this.bridge.request('tools/call', params));
    } catch (error) {
      return { error: error instanceof Error ? error.message : TEXTS.failed };
    }
  }
}

/**
 * The arguments in a tool's path for a record.
 * @param known arguments of the call that returned the record
 * @returns undefined if one of them is unknown
 */
export function pathArguments(
  tool: ViewTool | undefined,
  record: Row,
  known: Args,
): Args | undefined {
  if (!tool) return undefined;
  const args: Args = {};
  for (const name of tool.path) {
    const value = name === tool.id ? idOf(record) : (known[name] ?? record[name]);
    if (typeof value !== 'string' && typeof value !== 'number') return undefined;
    args[name] = value;
  }
  return args;
}

/** The arguments of a list of a record's children: the last one in the list's path is the record's id. */
export function childArguments(
  tool: ViewTool | undefined,
  record: Row,
  known: Args,
): Args | undefined {
  return tool && pathArguments({ ...tool, id: tool.path.at(-1) ?? '' }, record, known);
}
