import type { CallSettings } from './tools/call-options.js';
import type { SuccessResponse } from './operations/success-response.js';
import { summaryOf } from './tools/description.js';
import { DocumentError, type OpenApiDocument } from './document/document.js';
import { isRecord } from '../values/is-record.js';
import { readExamples } from './operations/examples.js';
import { findIdSources } from './tools/id-sources.js';
import { findSubtypes } from './schema/subtypes.js';
import { KNOWN_FAULTS, type KnownFault } from './document/known-faults.js';
import type { Method } from './document/method.js';
import { findOperations, readOperation, type Operation } from './operations/operations.js';
import { oneLine } from '../values/one-line.js';
import { showUnseen } from '../values/unseen.js';
import { mapTexts } from './document/map-texts.js';
import { OperationError } from './operations/operation-error.js';
import { plainText } from './tools/plain-text.js';
import { planCall } from './plan/plan.js';
import { createResolver } from './document/resolve.js';
import { nameTools } from './tools/tool-name.js';
import type { ToolOverrides } from './operations/tool-overrides.js';
import { outputSchemaOf } from './tools/output-schema.js';
import { markPublicRecords } from './tools/public-records.js';
import { disambiguateTools } from './tools/disambiguate-tools.js';
import type { CompiledTools } from './tools/compiled-tools.js';
import { emitTool, type DocumentContext, type Tool } from './tools/tool.js';
import { convertSwagger2 } from './document/swagger2.js';

/** Options of `compileTools`. */
interface CompileOptions {
  /** What the application is known to do wrong. Default: every fault of a stock application. */
  faults?: readonly KnownFault[];
  /** The operator's overrides, by tool. */
  overrides?: ToolOverrides;
  /** Whether the operator hides a field of answers until it is asked for; none when not given. */
  isHidden?: (name: string) => boolean;
  /** Whether tools that change something take several records at once; they do not when not given. */
  batches?: boolean;
  /** Which calls a person has to approve; none when not given. */
  confirm?: CallSettings['confirm'];
}

/** How many schema parts a document may have in total, references inlined. */
const MAX_PARTS = 500_000;
/** Warnings become log lines, and they quote the document. */
const MAX_WARNING_CHARS = 1_000;

/**
 * Turns every operation of a document into a tool. An operation that cannot become a tool is left out with a warning
 * and never affects the others.
 *
 *     const { tools, warnings } = compileTools(parseDocument(yaml));
 *
 * @param given the document as `parseDocument` returns it: OpenAPI 3.x or Swagger 2.0
 * @returns the tools in the document's order, their output schemas on demand, and one warning for each problem
 * @throws DocumentError when the document yields no tool
 */
export function compileTools(
  given: OpenApiDocument,
  {
    faults = KNOWN_FAULTS,
    overrides,
    isHidden,
    batches = false,
    confirm = 'off',
  }: CompileOptions = {},
): CompiledTools {
  const document = convertSwagger2(given);
  const warnings: string[] = [];
  const warn = (message: string) => warnings.push(oneLine(message.slice(0, MAX_WARNING_CHARS)));
  const resolve = createResolver(document, warn, given);
  const subtypes = findSubtypes(document);
  const refsStandAlone = !/^3\.[^0]/.test(String(given['openapi']));
  // A dangling reference in an example does not affect what can be called.
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
        subtypes,
        refsStandAlone,
        warn: (message) => warn(`${raw.method.toUpperCase()} ${raw.path}: ${message}`),
      }),
      examples: readExamples(raw, resolveExample),
    })),
  );
  const names = nameTools(operations);
  if (overrides) override(operations, names, overrides, warn);
  const around: DocumentContext = {
    tags: tagDescriptions(document),
    idSource: findIdSources(operations, names),
    descriptionCount: countTimes(
      operations.flatMap(({ parameters }) => parameters.map(({ schema }) => schema.description)),
    ),
    summaryCount: countTimes(operations.map(summaryOf)),
    faults,
    call: { batches, confirm },
  };
  const taken = new Set<string>();
  const first = operations.flatMap((operation, index) =>
    attempt(operation, () => {
      // There are as many names as operations.
      const name = names[index]!;
      if (operation.overrides.hidden) throw new OperationError('x-mcp hides it');
      if (taken.has(name)) throw new OperationError(`another operation is called ${name} too`);
      taken.add(name);
      return { operation, tool: emitTool(operation, planCall(operation, isHidden), name, around) };
    }),
  );
  const emitted = markPublicRecords(first);
  const tools = disambiguateTools(
    emitted.map(({ tool, operation: { overrides } }) => ({ tool, overrides })),
  );
  const answers = new Map<Tool, SuccessResponse>();
  for (const [index, { operation }] of emitted.entries()) {
    // There are as many tools as emitted ones.
    if (operation.successResponse) answers.set(tools[index]!, operation.successResponse);
  }
  if (tools.length === 0) throw new DocumentError('it describes no operation that can be called');
  return {
    tools,
    outputSchemaOf: (tool) => {
      const answer = answers.get(tool);
      return answer && mapTexts(outputSchemaOf(answer.schema, tool, isHidden), showUnseen);
    },
    warnings,
  };
}

/** Applies the operator's overrides, which win over those of the document. Changes `operations` and `names`. */
function override(
  operations: readonly Operation[],
  names: string[],
  overrides: ToolOverrides,
  warn: (message: string) => void,
): void {
  const used = new Set<string>();
  for (const [index, operation] of operations.entries()) {
    const address = `${operation.method.toUpperCase()} ${operation.path}`;
    for (const key of [address, operation.id, names[index] ?? '']) {
      const own = overrides.get(key);
      if (!own) continue;
      used.add(key);
      operation.overrides = { ...operation.overrides, ...own };
      if (own.name !== undefined) names[index] = own.name;
    }
    if (operation.overrides.addFields?.length && !operation.body) {
      warn(`${address}: it has no body, so no field can be added to it`);
    }
    const { search } = operation.overrides;
    if (search !== undefined && !operation.parameters.some(({ name }) => name === search)) {
      warn(`${address}: it takes no ${search}, so nothing can be searched with it`);
    }
  }
  for (const key of overrides.keys()) {
    if (!used.has(key)) warn(`TOOLS_OVERRIDES: no tool is called ${key}`);
  }
}

/** Counts how often each text occurs. */
function countTimes(texts: readonly unknown[]): (text: unknown) => number {
  const times = new Map<unknown, number>();
  for (const text of texts) times.set(text, (times.get(text) ?? 0) + 1);
  return (text) => times.get(text) ?? 0;
}

/** The descriptions of the document's tags (OpenAPI 3.1 §4.8.22) as plain text, by tag name. */
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
