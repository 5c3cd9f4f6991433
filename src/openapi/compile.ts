import type { Answer } from './answer.js';
import { summaryOf } from './describe.js';
import { DocumentError, isRecord, type OpenApiDocument } from './document.js';
import { readExamples } from './examples.js';
import { findIdSources } from './id-sources.js';
import { findKinds } from './kinds.js';
import { KNOWN_FAULTS, type KnownFault } from './known-faults.js';
import type { Method } from './method.js';
import { findOperations, readOperation, type Operation } from './operations.js';
import { oneLine } from '../text/one-line.js';
import { showUnseen } from '../text/unseen.js';
import { mapTexts } from './map-texts.js';
import { OperationError } from './operation-error.js';
import { plainText } from './plain-text.js';
import { planCall } from './plan.js';
import { createResolver } from './resolve.js';
import { nameTools } from './tool-name.js';
import type { ToolOverrides } from './tool-overrides.js';
import { outputSchemaOf } from './output-schema.js';
import type { ObjectSchema } from './schema-keywords.js';
import { tellApart } from './tell-apart.js';
import { emitTool, type Surroundings, type Tool } from './tool.js';
import { upgradeDocument } from './upgrade.js';

export interface CompiledTools {
  /** In the document's order. */
  tools: Tool[];
  /** What a tool answers with, where the document says so. */
  outputSchemaOf: (tool: Tool) => ObjectSchema | undefined;
  /** One sentence each: what was left out or repaired, and why. */
  warnings: string[];
}

export interface CompileOptions {
  /** What the application is known to do wrong; all that stock ones do when not given. */
  faults?: readonly KnownFault[];
  /** What the operator says of tools. */
  overrides?: ToolOverrides;
}

/** What all schemas of a document may hold together, references inlined. */
const MAX_PARTS = 500_000;
/** They are lines of the log, and the document's words are in them. */
const MAX_WARNING_CHARS = 1_000;

/**
 * Turns every operation of a document into a tool. One that cannot be is left out with a warning and
 * never takes the others with it.
 * @throws DocumentError when no tool at all comes of it
 */
export function compileTools(
  given: OpenApiDocument,
  { faults = KNOWN_FAULTS, overrides }: CompileOptions = {},
): CompiledTools {
  const document = upgradeDocument(given);
  const warnings: string[] = [];
  const warn = (message: string) => warnings.push(oneLine(message.slice(0, MAX_WARNING_CHARS)));
  const resolve = createResolver(document, warn, given);
  const kinds = findKinds(document);
  const refsStandAlone = !/^3\.[^0]/.test(String(given['openapi']));
  // An example that leads nowhere makes no difference to what can be called.
  const resolveExample = createResolver(document, () => undefined, given);
  const found = findOperations(document, resolve, warn);

  const attempt = <T>({ method, path }: { method: Method; path: string }, step: () => T): T[] => {
    try {
      return [step()];
    } catch (error) {
      warn(
        `${method.toUpperCase()} ${path} is left out: ${error instanceof Error ? error.message : String(error)}`,
      );
      return [];
    }
  };
  const allowance = { partsLeft: MAX_PARTS };
  const operations = found.flatMap((raw) =>
    attempt(raw, () => ({
      ...readOperation(raw, {
        resolve,
        direction: 'request',
        allowance,
        kinds,
        refsStandAlone,
        warn: (message) => warn(`${raw.method.toUpperCase()} ${raw.path}: ${message}`),
      }),
      examples: readExamples(raw, resolveExample),
    })),
  );
  const names = nameTools(operations);
  if (overrides) override(operations, names, overrides, warn);
  const around: Surroundings = {
    tags: tagDescriptions(document),
    idSource: findIdSources(operations, names),
    timesSaid: countTimes(
      operations.flatMap(({ parameters }) => parameters.map(({ schema }) => schema.description)),
    ),
    timesTitled: countTimes(operations.map(summaryOf)),
    faults,
  };
  const taken = new Set<string>();
  const emitted = operations.flatMap((operation, index) =>
    attempt(operation, () => {
      const name = names[index]!;
      if (operation.overrides.hidden) throw new OperationError('x-mcp hides it');
      if (taken.has(name)) throw new OperationError(`another operation is called ${name} too`);
      taken.add(name);
      return { operation, tool: emitTool(operation, planCall(operation), name, around) };
    }),
  );
  const tools = tellApart(
    emitted.map(({ tool, operation: { overrides } }) => ({ tool, overrides })),
  );
  const answers = new Map<Tool, Answer>();
  for (const [index, { operation }] of emitted.entries()) {
    if (operation.answer) answers.set(tools[index]!, operation.answer);
  }
  if (tools.length === 0) throw new DocumentError('it describes no operation that can be called');
  return {
    tools,
    outputSchemaOf: (tool) => {
      const answer = answers.get(tool);
      return answer && mapTexts(outputSchemaOf(answer.schema, tool), showUnseen);
    },
    warnings,
  };
}

/** Puts what the operator says of a tool over what its document says. */
function override(
  operations: readonly Operation[],
  names: string[],
  overrides: ToolOverrides,
  warn: (message: string) => void,
): void {
  const used = new Set<string>();
  for (const [index, operation] of operations.entries()) {
    const address = `${operation.method.toUpperCase()} ${operation.path}`;
    for (const key of [address, operation.id, names[index]!]) {
      const own = overrides.get(key);
      if (!own) continue;
      used.add(key);
      operation.overrides = { ...operation.overrides, ...own };
      if (own.name !== undefined) names[index] = own.name;
    }
    if (operation.overrides.addFields?.length && !operation.body) {
      warn(`${address}: it has no body, so no field can be added to it`);
    }
  }
  for (const key of overrides.keys()) {
    if (!used.has(key)) warn(`TOOLS_OVERRIDES: no tool is called ${key}`);
  }
}

/** How often each text is there. */
function countTimes(texts: readonly unknown[]): (text: unknown) => number {
  const times = new Map<unknown, number>();
  for (const text of texts) times.set(text, (times.get(text) ?? 0) + 1);
  return (text) => times.get(text) ?? 0;
}

/** What the document says of its resources, by the names of their tags. */
function tagDescriptions(document: OpenApiDocument): Map<string, string> {
  const tags = Array.isArray(document['tags']) ? document['tags'] : [];
  return new Map(
    tags.flatMap((tag: unknown) => {
      if (!isRecord(tag) || typeof tag['name'] !== 'string') return [];
      const text = plainText(tag['description']);
      return text ? [[tag['name'], text] as const] : [];
    }),
  );
}
