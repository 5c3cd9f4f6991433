import type { CompiledTools } from './compiled-tools.js';
import { estimateSchemaTokens } from '../../values/schema-tokens.js';
import { inputSchemaWithLinks } from './file-links.js';
import { fitSchema } from './fit-schema.js';
import type { ObjectSchema } from '../schema/schema-keywords.js';
import type { OperationKind } from '../../values/operation-kind.js';
import type { Tool } from './tool.js';

/** A tool as `tools/list` tells a client of it. */
type ListedTool = Pick<
  Tool,
  'name' | 'title' | 'description' | 'inputSchema' | 'outputSchema' | 'annotations'
> &
  Secured;

/** The scope that a call takes, where ChatGPT looks for it: beside the tool, and again where SDKs leave it alone. */
interface Secured {
  securitySchemes: { type: 'oauth2'; scopes: string[] }[];
  _meta: { securitySchemes: Secured['securitySchemes']; [key: string]: unknown };
}

/** Claude Code then asks the person at each call, whatever they have allowed for good. */
const ASKS_EACH_TIME = { 'anthropic/requiresUserInteraction': true };
/**
 * Claude Code moves a result of more than 50,000 characters into a file, which a page of a list can have. This is the
 * most that it allows; this server truncates results itself, to MCP_MAX_RESULT_TOKENS.
 */
const KEEPS_LONG_RESULTS = { 'anthropic/maxResultSizeChars': 500_000 };

/** @param asks whether the person has to approve each call */
export function securityOf(kind: OperationKind, asks = false): Secured {
  const securitySchemes: Secured['securitySchemes'] = [{ type: 'oauth2', scopes: [kind] }];
  const forClaude = { ...(kind === 'read' && KEEPS_LONG_RESULTS), ...(asks && ASKS_EACH_TIME) };
  return { securitySchemes, _meta: { securitySchemes, ...forClaude } };
}

type OutputSchemas = 'auto' | 'always' | 'never';

/**
 * What the arguments of one tool may cost in a list, in tokens: five times what they cost on average. Those of some
 * are whole programs, and a model pays for them in every conversation about something else.
 */
const MAX_SCHEMA_TOKENS = 600;
/** What a list may cost, in tokens: as much as clients let one answer take, and a tenth of what models remember. */
export const MAX_LIST_TOKENS = 25_000;

const fitted = new WeakMap<ObjectSchema, ObjectSchema>();
const tokens = new WeakMap<Tool, number>();

/** @returns a tool as `tools/list` shows it: what the model reads, and how its calls are secured */
export function listTool(tool: Tool): ListedTool {
  return {
    ...describeToModel(tool),
    ...securityOf(tool.kind, tool.callOptions?.has('confirm')),
  };
}

/** @returns the tool as ChatGPT is shown it, which hands over files by link (`openai/fileParams`) */
export function listToolWithLinks(tool: Tool): ListedTool {
  const listed = listTool(tool);
  const linked = inputSchemaWithLinks(tool, listed.inputSchema);
  if (!linked) return listed;
  const { inputSchema, fileParams } = linked;
  return { ...listed, inputSchema, _meta: { ...listed._meta, 'openai/fileParams': fileParams } };
}

/** What clients hand on to the model, and so what a list costs. */
export function describeToModel(tool: Tool): Omit<ListedTool, keyof Secured> {
  const { name, title, description, outputSchema, annotations } = tool;
  return {
    name,
    title,
    description,
    inputSchema: listedSchema(tool),
    ...(outputSchema && { outputSchema }),
    annotations,
  };
}

function listedSchema({ inputSchema }: Tool): ObjectSchema {
  const known = fitted.get(inputSchema) ?? fitSchema(inputSchema, MAX_SCHEMA_TOKENS);
  fitted.set(inputSchema, known);
  return known;
}

/**
 * @returns whether a list of the tools takes more tokens than this, by estimate; of one far too long only the beginning
 * is counted
 */
export function exceedsTokens(tools: readonly Tool[], budget: number): boolean {
  let left = budget;
  return tools.some((tool) => (left -= listedTokens(tool)) < 0);
}

function listedTokens(tool: Tool): number {
  const known = tokens.get(tool) ?? estimateSchemaTokens(JSON.stringify(describeToModel(tool)));
  tokens.set(tool, known);
  return known;
}

/** The most tokens of a list of tools with output schemas. */
export function tokenBudget(toolCount: number): number {
  return Math.min(Math.max(4_000, toolCount * 135), MAX_LIST_TOKENS);
}

/** Gives the tools their output schemas, or, in `auto` where the list would exceed its budget, none. */
export function withOutputSchemas(
  { tools, outputSchemaOf }: Pick<CompiledTools, 'tools' | 'outputSchemaOf'>,
  mode: OutputSchemas,
): Tool[] {
  const isTooLong = (list: readonly Tool[]) =>
    mode === 'auto' && exceedsTokens(list, tokenBudget(list.length));
  if (mode === 'never' || isTooLong(tools)) return tools;
  const told = tools.map((tool) => {
    const outputSchema = outputSchemaOf(tool);
    return outputSchema ? { ...tool, outputSchema } : tool;
  });
  return isTooLong(told) ? tools : told;
}
