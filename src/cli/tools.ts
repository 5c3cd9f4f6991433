import { readFile } from 'node:fs/promises';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { createView, MAX_LISTED_TOOLS, reasonForSearch } from '../catalog/tool-view.js';
import { readVariables } from '../config/environment.js';
import { VARIABLE_SCHEMAS } from '../config/variable-schemas.js';
import { explainMissingDocument } from '../bullet-train/document-remedies.js';
import { compileTools } from '../openapi/compile.js';
import { documentTitle, DocumentError, parseDocument } from '../openapi/document/document.js';
import {
  describeToModel,
  listTool,
  MAX_LIST_TOKENS,
  withOutputSchemas,
} from '../openapi/tools/listed-tool.js';
import { detailsOf } from '../values/error-details.js';
import { oneLine } from '../values/one-line.js';
import { showUnseen } from '../values/unseen.js';
import type { Tool } from '../openapi/tools/tool.js';

const TIMEOUT_MS = 30_000;

/** Wrong use of the command; only its message is printed. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Prints the tools of a document. It needs no token and calls nothing.
 * @param source the address of an application or of a document, or a file; by default what the variables name
 */
export async function runTools(
  source: string | undefined,
  options: { json?: boolean },
): Promise<void> {
  try {
    await printTools(source ?? (await configuredSource()), options);
  } catch (error) {
    if (error instanceof UsageError) console.error(oneLine(error.message));
    else if (error instanceof DocumentError) console.error(`There are no tools: ${error.message}`);
    else throw error;
    process.exitCode = 1;
  }
}

async function configuredSource(): Promise<string> {
  const { OPENAPI_DOCUMENT, BULLET_TRAIN_BASE_URL } = await readVariables();
  const { BULLET_TRAIN_BASE_URL: address } = VARIABLE_SCHEMAS.shape;
  return OPENAPI_DOCUMENT || BULLET_TRAIN_BASE_URL || address.parse(undefined);
}

async function printTools(source: string, { json }: { json?: boolean }): Promise<void> {
  const repairs: string[] = [];
  const document = parseDocument(await readSource(source), (repair) => repairs.push(repair));
  const compiled = compileTools(document);
  const tools = withOutputSchemas(compiled, 'auto');
  const tokens = tokensOf(tools.map(describeToModel));
  const why = reasonForSearch(tools, 'auto');
  if (json) {
    const shown = tools.map((tool) => ({
      ...describe(tool),
      tokens: tokensOf(describeToModel(tool)),
    }));
    const warnings = [...repairs, ...compiled.warnings];
    const auto = why === undefined ? { mode: 'all' } : { mode: 'search', why };
    console.log(showUnseen(JSON.stringify({ tokens, auto, tools: shown, warnings }, null, 2)));
    return;
  }
  const rows = tools.map((tool) => [
    tool.name,
    oneLine(`${tool.method.toUpperCase()} ${tool.path}`),
    hintsOf(tool),
    String(tokensOf(describeToModel(tool))),
  ]);
  printTable([['TOOL', 'CALLS', 'HINTS', 'TOKENS'], ...rows]);
  const of = documentTitle(document) ?? source;
  console.log(`\n${tools.length} tools of ${of}: ${inWords(tokens)} tokens in one list`);
  console.log(sayWhatIsListed(tools, why));
  for (const warning of [...repairs, ...compiled.warnings]) console.error(`Warning: ${warning}`);
}

async function readSource(source: string): Promise<string> {
  if (!/^https?:\/\//i.test(source)) {
    return readFile(source, 'utf8').catch((error: NodeJS.ErrnoException) => {
      throw new UsageError(`${source} cannot be read: ${error.code ?? error.message}`);
    });
  }
  if (!URL.canParse(source)) throw new UsageError(`${source} is not an address`);
  const url = new URL(source);
  // An application is sufficiently described by its URL.
  if (url.pathname === '/') url.pathname = '/api/v1/openapi.yaml';
  try {
    const headers = { accept: 'application/yaml, application/json, */*', 'accept-language': 'en' };
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (response.ok) return await response.text();
    const [, version = 'v1'] = /\/api\/([^/]+)\//.exec(url.pathname) ?? [];
    const advice = response.status >= 500 ? `. ${explainMissingDocument(version)}` : '';
    throw new UsageError(`${url.href} answered ${response.status}, without a document${advice}`);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const { cause, message } = detailsOf(error);
    const reason = cause instanceof Error ? cause.message || String(cause) : message;
    throw new UsageError(`${url.href} cannot be reached: ${reason}`);
  }
}

/** How TOOLS_MODE=auto presents the tools, and why. */
function sayWhatIsListed(tools: readonly Tool[], why: string | undefined): string {
  const all = `Clients list them all: no more than ${MAX_LISTED_TOOLS}, and within ${inWords(MAX_LIST_TOKENS)} tokens`;
  if (why === undefined) return all;
  const { listed } = createView(tools, 'search');
  return (
    `Clients list ${listed.length} tools that search them (${inWords(tokensOf(listed))} tokens), because ${why}; ` +
    'TOOLS_MODE, TOOLS_INCLUDE and, in the address, ?tools= change that'
  );
}

function inWords(count: number): string {
  return count.toLocaleString('en');
}

function describe(tool: Tool) {
  const { method, path, tags } = tool;
  return { ...listTool(tool), method, path, tags };
}

/** The hints in the protocol's words: a tool that is neither read-only nor destructive is additive. */
function hintsOf({ annotations }: Tool): string {
  const { readOnlyHint, destructiveHint, idempotentHint, openWorldHint } = annotations;
  const kind = readOnlyHint ? 'read-only' : destructiveHint ? 'destructive' : 'additive';
  const repeats = idempotentHint && !readOnlyHint && 'idempotent';
  return [kind, repeats, openWorldHint && 'open world'].filter(Boolean).join(', ');
}

function tokensOf(value: unknown): number {
  return countTokens(JSON.stringify(value), { disallowedSpecial: new Set() });
}

function printTable(rows: readonly string[][]): void {
  const widthOf = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  for (const row of rows) {
    const cells = row.map((cell, column) =>
      column === row.length - 1 ? cell.padStart(widthOf(column)) : cell.padEnd(widthOf(column)),
    );
    console.log(cells.join('  '));
  }
}
