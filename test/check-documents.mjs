// Puts whole OpenAPI documents through the built server and calls every tool, looking at what arrives
// at the application. Usage: npm run check:documents -- FILE.yaml…
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { load } from 'js-yaml';
import { compileTools } from '../dist/openapi/compile.js';
import { parseDocument } from '../dist/openapi/document/document.js';
import { readResponse } from '../dist/openapi/response/read-response.js';
import { showList } from '../dist/openapi/response/list-result.js';
import { showRecord } from '../dist/openapi/response/record-result.js';
import { ALICE_TOKEN, startSandbox } from '../dist/sandbox/sandbox.js';
import { startServer } from './running-server.ts';
import { problemsOfTools } from './tool-rules.ts';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
/** What the list of all tools may cost, in tokens of o200k: by the number of tools. */
const BUDGETS = [
  [29, 4_000],
  [204, 30_000],
];

const ajv = new Ajv2020({ strict: false, validateFormats: false });
let passed = 0;
const failures = [];
function check(isTrue, what) {
  if (isTrue) passed += 1;
  else failures.push(what);
}

async function rpc(url, method, params) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${ALICE_TOKEN}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
  return (await answer.json()).result;
}

/** What the server checks before it sends anything. */
const OF_FORMAT = {
  date: '2027-03-31',
  'date-time': '2027-03-31T10:00:00Z',
  time: '10:00:00',
  duration: 'P1D',
  uuid: '6f1c2d3e-4a5b-4c6d-8e7f-0a1b2c3d4e5f',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  byte: 'Nw==',
};

function sample(schema) {
  if (schema.enum) return schema.enum[0];
  const type = [schema.type ?? schema.anyOf?.[0]?.type ?? 'string'].flat()[0];
  if (type === 'object') {
    const properties = Object.entries(schema.properties ?? {});
    return Object.fromEntries(properties.map(([name, inner]) => [name, sample(inner)]));
  }
  if (type === 'array') return [sample(schema.items)];
  const text = OF_FORMAT[schema.format] ?? '7';
  return { integer: 7, number: 7.5, boolean: true, null: null }[type] ?? text;
}

/** The operations as an independent reading of the document finds them. */
function operationsIn(document) {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => ({
      method,
      path,
      source: item[method],
    })),
  );
}

function matches({ method, path }, request) {
  const parts = path.split(/\{[^{}]+\}/).map((part) => part.replace(/[.*+?^$()[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`^/api/v1${parts.join('[^/?]+')}$`);
  return request.method.toLowerCase() === method && pattern.test(request.path);
}

/** Every parameter and every field of a body is an argument, the wrapper's fields in its place. */
function checkParameters(tools, operations, document) {
  const follow = (value) =>
    value?.$ref
      ? {
          ...value.$ref
            .slice(2)
            .split('/')
            .reduce((at, key) => at?.[key], document),
          ...value,
        }
      : value;
  for (const [index, { source }] of operations.entries()) {
    const body = follow(source.requestBody?.content?.['application/json']?.schema);
    const [[wrapper, inner] = []] = Object.entries(body?.properties ?? {});
    const fields = wrapper ? Object.keys(follow(inner)?.properties ?? { [wrapper]: inner }) : [];
    const expected = [...(source.parameters ?? []).map((one) => follow(one).name), ...fields];
    const given = Object.keys(tools[index].inputSchema.properties);
    const missing = expected.filter((name) => !given.some((one) => one.endsWith(name)));
    check(missing.length === 0, `${tools[index].name}: does not take ${missing.join()}`);
  }
}

/** The answers that the document gives as examples satisfy the output schemas. */
function checkAnswers(text) {
  const document = parseDocument(text);
  for (const { name, method, path, outputSchema } of compileTools(document).tools) {
    const responses = Object.entries(document.paths[path][method].responses ?? {});
    const answer = responses.find(([status]) => status.startsWith('2'))?.[1];
    const example = answer?.content?.['application/json']?.example;
    if (!outputSchema || example === undefined) continue;
    const { structuredContent } = show(example);
    check(
      ajv.validate(outputSchema, structuredContent),
      `${name}: its example breaks its output schema: ${ajv.errorsText()}`,
    );
  }
}

function show(example) {
  const maxTokens = 1_000_000;
  const response = {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(example)),
  };
  const answer = readResponse(response, { changes: false, onlyJson: true });
  return answer.is === 'page'
    ? showList([answer.page], { maxTokens, continues: true })
    : showRecord(answer.record, maxTokens);
}

async function checkDocument(file) {
  const text = await readFile(file, 'utf8');
  const operations = operationsIn(load(text));
  const sandbox = await startSandbox({ port: 0, document: text });
  const server = await startServer(sandbox.url, { TOOLS_MODE: 'all' });
  const url = `${server.url}/mcp`;
  try {
    const { tools } = await rpc(url, 'tools/list', {});
    check(
      tools.length === operations.length,
      `${file}: ${tools.length} tools of ${operations.length} operations`,
    );
    const problems = problemsOfTools(tools);
    check(problems.length === 0, problems.join('\n'));
    const tokens = countTokens(JSON.stringify(tools));
    const [, budget = Infinity] = BUDGETS.find(([count]) => tools.length <= count) ?? [];
    check(tokens <= budget, `${file}: the list takes ${tokens} tokens, more than ${budget}`);
    checkParameters(tools, operations, load(text));
    checkAnswers(text);
    for (const [index, tool] of tools.entries()) {
      const operation = operations[index];
      check(
        operation.method !== 'delete' || !/^list\b/i.test(tool.description),
        `${tool.name}: a DELETE described as a list`,
      );
      const before = sandbox.requests.at(-1);
      const args = sample(tool.inputSchema);
      const result = await rpc(url, 'tools/call', { name: tool.name, arguments: args });
      const request = sandbox.requests.at(-1);
      if (request === before) {
        check(false, `${tool.name}: nothing arrived, but ${JSON.stringify(result).slice(0, 300)}`);
        continue;
      }
      check(matches(operation, request), `${tool.name}: ${request.method} ${request.path} arrived`);
      const { properties } =
        operation.source.requestBody?.content?.['application/json']?.schema ?? {};
      check(
        !properties ||
          Object.keys(JSON.parse(request.body)).join() === Object.keys(properties).join(),
        `${tool.name}: the body is ${request.body}`,
      );
    }
    console.log(`${basename(file)}: ${tools.length} tools listed and called, ${tokens} tokens`);
  } finally {
    await server.stop();
    await sandbox.close();
  }
}

for (const file of process.argv.slice(2)) await checkDocument(file);
for (const failure of failures) console.log(`✗ ${failure}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length > 0 ? 1 : 0;
