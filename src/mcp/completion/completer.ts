import { Inject, Injectable } from '@nestjs/common';
import {
  ProtocolError,
  ProtocolErrorCode,
  type CompleteRequestParams,
  type CompleteResult,
} from '@modelcontextprotocol/server';
import { AuditTrail, type End, type Ended } from '../../audit/audit-trail.js';
import { findSources, type Source } from '../../catalog/knowledge/sources.js';
import type { ToolView } from '../../catalog/tool-view.js';
import { appConfig, type AppConfig } from '../../config/app-config.js';
import { placeholdersOf } from '../../openapi/document/path-template.js';
import type { Tool } from '../../openapi/tools/tool.js';
import { ReadingBudget } from '../knowledge/reading-budget.js';
import { RecordReader } from '../knowledge/record-reader.js';
import { GET_STARTED } from '../resources/prompts.js';
import { kindsFor } from '../resources/record-kinds.js';
import { partUri } from '../resources/resources.js';
import { usablePrompts } from '../resources/task-prompts.js';
import { begunCall, endOfError } from '../tools/call-end.js';
import { CallError } from '../tools/call-error.js';
import { isReadable, recordTemplate } from '../tools/record-template.js';
import { matchIds, matchTyped } from './match.js';

/** What somebody has typed is shorter; longer text matches nothing. */
const LONGEST_VALUE = 200;
/** The most values of one answer (MCP, completion). */
const MOST_VALUES = 100;
/** A person is typing. */
const BUDGET = { pages: 10, bytes: 1024 * 1024, ms: 2_500 };

/** What somebody is typing. */
interface Typed {
  /** Of the argument or the variable. */
  name: string;
  value: string;
  /** The values of the others that are there already. */
  others: Readonly<Record<string, string>>;
}

/** The values that fit, the best first, and whether there may be more than these. */
interface Found {
  values: readonly string[];
  isPartial?: boolean;
}

/**
 * Completes the arguments of prompts and the variables of resource templates (MCP 2025-11-25 and 2026-07-28,
 * "Completion"): names from the catalogue, and ids from the lists, read as the caller. Nothing is kept.
 */
@Injectable()
export class Completer {
  constructor(
    private readonly reader: RecordReader,
    private readonly audit: AuditTrail,
    @Inject(appConfig.KEY) private readonly config: AppConfig,
  ) {}

  /** @throws ProtocolError when there is no such prompt, template, argument or variable: it says what there is */
  async complete(
    { ref, argument, context }: CompleteRequestParams,
    view: ToolView,
    signal: AbortSignal,
  ): Promise<CompleteResult> {
    const typed = { ...argument, others: context?.arguments ?? {} };
    const { values, isPartial = false } =
      ref.type === 'ref/prompt'
        ? completePrompt(ref.name, typed, view)
        : await this.completeTemplate(ref.uri, typed, view, signal);
    return {
      completion: {
        values: values.slice(0, MOST_VALUES),
        ...(!isPartial && { total: values.length }),
        hasMore: isPartial || values.length > MOST_VALUES,
      },
    };
  }

  private async completeTemplate(
    uri: string,
    typed: Typed,
    view: ToolView,
    signal: AbortSignal,
  ): Promise<Found> {
    const { name, value } = typed;
    const { apiVersion } = this.config.bulletTrain;
    const isPart = uri === partUri(apiVersion);
    const tool = view.tools.find(
      (one) => isReadable(one) && recordTemplate(one, apiVersion) === uri,
    );
    if (!tool && !isPart) {
      throw refuse(
        `There is no resource template ${JSON.stringify(uri)}: resources/templates/list tells which there are`,
      );
    }
    const variables = tool ? placeholdersOf(tool.path) : ['tag'];
    if (!variables.includes(name)) {
      throw refuse(
        `${uri} has no variable ${JSON.stringify(name)}: it has ${variables.join(', ')}`,
      );
    }
    if (!tool) {
      return { values: matchTyped([...new Set(view.tools.flatMap(({ tags }) => tags))], value) };
    }
    return enumOf(tool, name, value) ?? this.completeId(tool, typed, view, signal);
  }

  private async completeId(
    tool: Tool,
    { name, value, others }: Typed,
    view: ToolView,
    signal: AbortSignal,
  ): Promise<Found> {
    const source = sourceOf(tool, name, findSources(view.tools));
    if (!source || value.length > LONGEST_VALUE) return { values: [] };
    const ids = placeholdersOf(source.list.path).map((above) => others[above] ?? '');
    const isPlaced = ids.every((id) => id !== '');
    const work = async (): Promise<Found> => {
      const budget = new ReadingBudget(signal, BUDGET);
      const reading = isPlaced
        ? await this.reader.read([source], value, budget, { ids })
        : await this.reader.read(lineageOf(source), value, budget);
      const records = reading.records
        .filter((found) => found.source === source)
        .map(({ record }) => record);
      const isSearched = source.list.searchedBy !== undefined;
      return {
        values: matchIds(records, value, isSearched),
        isPartial: reading.coverage.some(
          ({ isPartial, problem }) => isPartial || problem !== undefined,
        ),
      };
    };
    try {
      return await this.audit.call(
        { ...begunCall(source.list), via: 'completion', args: [isPlaced ? others : {}] },
        work,
        endOf,
      );
    } catch (error) {
      // The token is not accepted: HTTP 401 takes the place of the answer.
      if (error instanceof CallError) return { values: [] };
      throw error;
    }
  }
}

function completePrompt(prompt: string, { name, value }: Typed, view: ToolView): Found {
  const prompts = usablePrompts(view);
  const found = prompts.find((one) => one.name === prompt);
  if (!found) {
    if (prompt === GET_STARTED.name) throw refuse(`${prompt} has no arguments`);
    const names = [GET_STARTED, ...prompts].map((one) => one.name).join(', ');
    throw refuse(`There is no prompt ${JSON.stringify(prompt)}: there are ${names}`);
  }
  const { task, argument } = found;
  const kinds = kindsFor(task, view).map((kind) => kind.name);
  if (name === 'kind') return { values: matchTyped(kinds, value) };
  if (name === argument.name) return { values: matchTyped(argument.values ?? [], value) };
  throw refuse(`${prompt} has no argument ${JSON.stringify(name)}: it has kind, ${argument.name}`);
}

function endOf(ended: Ended<Found>): End {
  if ('error' in ended) return endOfError(ended.error);
  const items = ended.result.values.slice(0, MOST_VALUES).map((id) => ({ id }));
  return { outcome: 'ok', answer: { items } };
}

/** Where a path has one of a few words, the document says which. */
function enumOf(tool: Tool, name: string, value: string): Found | undefined {
  for (const [argument, destination] of tool.destinations) {
    if (destination.in !== 'parameter' || destination.parameter.in !== 'path') continue;
    if (destination.parameter.name !== name) continue;
    const { enum: words } = tool.inputSchema.properties?.[argument] ?? {};
    return words && { values: matchTyped(words.map(String), value) };
  }
  return undefined;
}

/** @returns the list of the records that a placeholder names: of `/projects/{id}` the one for `/projects/{…}` */
function sourceOf({ path }: Tool, name: string, sources: readonly Source[]): Source | undefined {
  const braces = `{${name}}`;
  const shape = shapeOf(path.slice(0, path.indexOf(braces) + braces.length));
  return sources.find(({ show }) => shapeOf(show.path) === shape);
}

function shapeOf(path: string): string {
  return path.replaceAll(/\{[^{}]+\}/g, '{}');
}

/** The lists that lead to a source, and itself, in the order of their depth. */
function lineageOf(source: Source): Source[] {
  return [...(source.parent ? lineageOf(source.parent) : []), source];
}

function refuse(problem: string): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, problem);
}
