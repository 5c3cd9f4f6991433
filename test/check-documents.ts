// Serves whole OpenAPI documents to the built server and calls every tool, checking what arrives
// at the application. Usage: npm run check:documents -- FILE.yaml…
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { load } from 'js-yaml';
import { compileTools } from '#built/openapi/compile.js';
import { parseDocument } from '#built/openapi/document/document.js';
import { readResponse } from '#built/openapi/response/read-response.js';
import { listResult } from '#built/openapi/response/list-result.js';
import { recordResult } from '#built/openapi/response/record-result.js';
import { ALICE_TOKEN, startSandbox, type RecordedRequest } from '#built/sandbox/sandbox.js';
import { startServer } from './running-server.ts';
import { problemsOfTools, type ListedTool } from './tool-rules.ts';

interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  format?: string;
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
}

type Content = Record<string, { schema?: Schema; example?: unknown }>;

/** The checked parts of an operation, as in Bullet Train's documents. */
interface Source {
  parameters?: { $ref?: string; name: string }[];
  requestBody?: { $ref?: string; content?: Content };
  responses?: Record<string, { content?: Content }>;
}

interface Document {
  paths: Record<string, Record<string, Source>>;
}

interface Operation {
  method: string;
  path: string;
  source: Source;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
/** The most tokens (o200k) of a list of all tools, by the number of tools. */
const BUDGETS: [tools: number, tokens: number][] = [
  [29, 4_000],
  [204, 31_000],
];

const ajv = new Ajv2020({ strict: false, validateFormats: false });
let passed = 0;
const failures: string[] = [];
function check(isTrue: boolean, what: string): void {
  if (isTrue) passed += 1;
  else failures.push(what);
}

async function rpc<Result>(url: string, method: string, params: object): Promise<Result> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${ALICE_TOKEN}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
  return ((await answer.json()) as { result: Result }).result;
}

/** Values of the formats that the server validates. */
const OF_FORMAT: Record<string, string> = {
  date: '2027-03-31',
  'date-time': '2027-03-31T10:00:00Z',
  time: '10:00:00',
  duration: 'P1D',
  uuid: '6f1c2d3e-4a5b-4c6d-8e7f-0a1b2c3d4e5f',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  byte: 'Nw==',
};
const OF_TYPE: Record<string, unknown> = { integer: 7, number: 7.5, boolean: true, null: null };

/** @returns a value that the schema accepts */
function sample(schema: Schema): unknown {
  if (schema.enum) return schema.enum[0];
  const [type = 'string'] = [schema.type ?? schema.anyOf?.[0]?.type ?? 'string'].flat();
  if (type === 'object') {
    const properties = Object.entries(schema.properties ?? {});
    return Object.fromEntries(properties.map(([name, inner]) => [name, sample(inner)]));
  }
  if (type === 'array') return [sample(schema.items ?? {})];
  return type in OF_TYPE ? OF_TYPE[type] : (OF_FORMAT[schema.format ?? ''] ?? '7');
}

/** @returns the operations, read independently of the compiler */
function operationsIn(document: Document): Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => (item[method] ? [{ method, path, source: item[method] }] : [])),
  );
}

function matches({ method, path }: Operation, request: RecordedRequest): boolean {
  const parts = path.split(/\{[^{}]+\}/).map((part) => part.replace(/[.*+?^$()[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`^/api/v1${parts.join('[^/?]+')}$`);
  return request.method.toLowerCase() === method && pattern.test(request.path);
}

/** @returns the list as models see it: sign-in and views are for hosts only */
function tokensOf(tools: ListedTool[]): number {
  const ofModels = tools.map((tool) => ({ ...tool, securitySchemes: undefined, _meta: undefined }));
  return countTokens(JSON.stringify(ofModels));
}

/** Checks that every parameter and every field of a body is an argument, with the wrapper's fields in its place. */
function checkParameters(tools: ListedTool[], operations: Operation[], document: Document): void {
  const follow = <Value extends { $ref?: string }>(value: Value): Value => {
    const path = value.$ref?.slice(2).split('/') ?? [];
    const step = (at: unknown, key: string) => (at as Record<string, unknown> | undefined)?.[key];
    return value.$ref ? { ...(path.reduce(step, document) as Value), ...value } : value;
  };
  for (const [index, { source }] of operations.entries()) {
    const schema = source.requestBody?.content?.['application/json']?.schema;
    const [[wrapper, inner = {}] = []] = Object.entries(
      (schema && follow(schema))?.properties ?? {},
    );
    const fields = wrapper ? Object.keys(follow(inner).properties ?? { [wrapper]: inner }) : [];
    const expected = [...(source.parameters ?? []).map((one) => follow(one).name), ...fields];
    const { name, inputSchema } = tools[index]!;
    const given = Object.keys(inputSchema['properties'] as object);
    const missing = expected.filter((one) => !given.some((argument) => argument.endsWith(one)));
    check(missing.length === 0, `${name}: does not take ${missing.join()}`);
  }
}

/** Checks that the document's example responses satisfy the output schemas. */
function checkAnswers(text: string, operations: Operation[]): void {
  for (const tool of compileTools(parseDocument(text)).tools) {
    const { name, method, path, outputSchema } = tool;
    const operation = operations.find((one) => one.method === method && one.path === path);
    const responses = Object.entries(operation?.source.responses ?? {});
    const answer = responses.find(([status]) => status.startsWith('2'))?.[1];
    const example = answer?.content?.['application/json']?.example;
    if (!outputSchema || example === undefined) continue;
    check(
      ajv.validate(outputSchema, resultOf(example)),
      `${name}: its example breaks its output schema: ${ajv.errorsText()}`,
    );
  }
}

/** @returns the structured content of a call that the application answers with this response */
function resultOf(example: unknown): unknown {
  const maxTokens = 1_000_000;
  const response = {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(example)),
  };
  const answer = readResponse(response, { changes: false, onlyJson: true });
  if (answer.is === 'page') {
    return listResult([answer.page], { maxTokens, continues: true }).structuredContent;
  }
  if (answer.is === 'record') return recordResult(answer.record, maxTokens).structuredContent;
  throw new Error(`An example is read as a ${answer.is}: ${JSON.stringify(answer)}`);
}

async function checkCall(
  url: string,
  tool: ListedTool,
  { method, path, source }: Operation,
  requests: RecordedRequest[],
): Promise<void> {
  const before = requests.at(-1);
  const params = { name: tool.name, arguments: sample(tool.inputSchema) };
  const result = await rpc(url, 'tools/call', params);
  const request = requests.at(-1);
  if (!request || request === before) {
    check(false, `${tool.name}: nothing arrived, but ${JSON.stringify(result).slice(0, 300)}`);
    return;
  }
  const isRight = matches({ method, path, source }, request);
  check(isRight, `${tool.name}: ${request.method} ${request.path} arrived`);
  const { properties } = source.requestBody?.content?.['application/json']?.schema ?? {};
  if (!properties) return;
  const sent = Object.keys(JSON.parse(request.body) as object);
  const isWhole = sent.join() === Object.keys(properties).join();
  check(isWhole, `${tool.name}: the body is ${request.body}`);
}

async function checkDocument(file: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  const document = load(text) as Document;
  const operations = operationsIn(document);
  const sandbox = await startSandbox({ port: 0, document: text });
  const server = await startServer(sandbox.url, {
    TOOLS_MODE: 'all',
    RATE_LIMIT_PER_PERSON: '0',
  });
  const url = `${server.url}/mcp`;
  try {
    const { tools } = await rpc<{ tools: ListedTool[] }>(url, 'tools/list', {});
    const isWhole = tools.length === operations.length;
    check(isWhole, `${file}: ${tools.length} tools of ${operations.length} operations`);
    if (!isWhole) return;
    const problems = problemsOfTools(tools);
    check(problems.length === 0, problems.join('\n'));
    const tokens = tokensOf(tools);
    const [, budget = Infinity] = BUDGETS.find(([count]) => tools.length <= count) ?? [];
    check(tokens <= budget, `${file}: the list takes ${tokens} tokens, more than ${budget}`);
    checkParameters(tools, operations, document);
    checkAnswers(text, operations);
    for (const [index, operation] of operations.entries()) {
      const tool = tools[index]!;
      check(
        operation.method !== 'delete' || !/^list\b/i.test(tool.description ?? ''),
        `${tool.name}: a DELETE described as a list`,
      );
      await checkCall(url, tool, operation, sandbox.requests);
    }
    console.log(`${basename(file)}: ${tools.length} tools listed and called, ${tokens} tokens`);
  } finally {
    await server.stop();
    await sandbox.close();
  }
}

const files = process.argv.slice(2);
if (files.length === 0) throw new Error('Which documents? npm run check:documents -- FILE.yaml…');
for (const file of files) await checkDocument(file);
for (const failure of failures) console.log(`✗ ${failure}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length > 0 ? 1 : 0;
