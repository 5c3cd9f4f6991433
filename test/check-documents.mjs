// Puts whole OpenAPI documents through the built server and calls every tool, looking at what arrives
// at the application. Usage: npm run check:documents -- FILE.yaml…
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { load } from 'js-yaml';
import { ALICE_TOKEN, startSandbox } from '../dist/sandbox/sandbox.js';
import { startServer } from './running-server.ts';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const NAME = /^[a-z][a-z0-9_]{0,47}$/;
const FORBIDDEN_AT_TOP = ['oneOf', 'anyOf', 'allOf', 'not', 'enum', '$ref'];
const HINTS = ['readOnlyHint', 'destructiveHint', 'idempotentHint', 'openWorldHint'];

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

function sample(schema) {
  if (schema.enum) return schema.enum[0];
  const type = [schema.type ?? schema.anyOf?.[0]?.type ?? 'string'].flat()[0];
  if (type === 'object') {
    const properties = Object.entries(schema.properties ?? {});
    return Object.fromEntries(properties.map(([name, inner]) => [name, sample(inner)]));
  }
  if (type === 'array') return [sample(schema.items)];
  return { integer: 7, number: 7.5, boolean: true, null: null }[type] ?? '7';
}

function everySchema(schema) {
  const inner = [schema.items, schema.additionalProperties, ...(schema.anyOf ?? [])];
  return [
    schema,
    ...[...Object.values(schema.properties ?? {}), ...inner]
      .filter((value) => typeof value === 'object' && value !== null)
      .flatMap(everySchema),
  ];
}

function checkTool(tool) {
  check(NAME.test(tool.name), `${tool.name}: not a name that every provider accepts`);
  check(tool.inputSchema.type === 'object', `${tool.name}: no object at the top`);
  check(!FORBIDDEN_AT_TOP.some((keyword) => keyword in tool.inputSchema), `${tool.name}: not flat`);
  check(
    everySchema(tool.inputSchema).every(
      ({ type, items }) => ![type].flat().includes('array') || items,
    ),
    `${tool.name}: an array without items`,
  );
  check(
    HINTS.every((hint) => typeof tool.annotations[hint] === 'boolean'),
    `${tool.name}: a hint is missing`,
  );
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

async function checkDocument(file) {
  const text = await readFile(file, 'utf8');
  const operations = operationsIn(load(text));
  const sandbox = await startSandbox({ port: 0, document: text });
  const server = await startServer(sandbox.url);
  const url = `${server.url}/mcp`;
  try {
    const { tools } = await rpc(url, 'tools/list', {});
    check(
      tools.length === operations.length,
      `${file}: ${tools.length} tools of ${operations.length} operations`,
    );
    check(
      new Set(tools.map(({ name }) => name)).size === tools.length,
      `${file}: two tools share a name`,
    );
    for (const [index, tool] of tools.entries()) {
      checkTool(tool);
      const operation = operations[index];
      check(
        operation.method !== 'delete' || !/^list\b/i.test(tool.description),
        `${tool.name}: a DELETE described as a list`,
      );
      const before = sandbox.requests.at(-1);
      await rpc(url, 'tools/call', { name: tool.name, arguments: sample(tool.inputSchema) });
      const request = sandbox.requests.at(-1);
      check(
        request !== before && matches(operation, request),
        `${tool.name}: ${request?.method} ${request?.url} arrived`,
      );
      const { properties } =
        operation.source.requestBody?.content?.['application/json']?.schema ?? {};
      check(
        !properties ||
          Object.keys(JSON.parse(request.body)).join() === Object.keys(properties).join(),
        `${tool.name}: the body is ${request.body}`,
      );
    }
    console.log(`${basename(file)}: ${tools.length} tools listed and called`);
  } finally {
    await server.stop();
    await sandbox.close();
  }
}

for (const file of process.argv.slice(2)) await checkDocument(file);
for (const failure of failures) console.log(`✗ ${failure}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length > 0 ? 1 : 0;
