// A Bullet Train application that uses almost no CPU: its document, token info, and generated records.
// Usage: node bench/upstream.mjs DOCUMENT.yaml RESOURCE (prints its port)
// With THREADS and WORK_MS it answers as slowly as Puma with that many threads, each busy that long on average.
// For the soak: tokens that begin with "bad" are refused, record 404 is missing, record 503 is a gateway's error,
// record 777 is slow.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { limitThreads } from './puma-threads.mjs';
import { recordMaker } from './record.mjs';
import { WIDE_PARENT } from './resources.mjs';

const LISTED = 25;
const SLOW_MS = 300;
/** Characters of one field in a wide record: 25 such records exceed one result. */
const WIDE_CHARACTERS = 5_000;

const [, , file, resource] = process.argv;
const { THREADS, WORK_MS } = process.env;
const document = readFileSync(file);
const record = recordMaker(document, resource);
const puma = THREADS && limitThreads({ threads: Number(THREADS), workMs: Number(WORK_MS) });
const tokenInfo = JSON.stringify({
  resource_owner_id: 7,
  scope: ['read', 'write', 'delete'],
  expires_in: 7200,
  application: { uid: 'bench' },
  created_at: 1_700_000_000,
});

/** Pages by parent and cursor, serialised once. */
const pages = new Map();

function page(parent, after) {
  const key = `${parent} ${after}`;
  if (!pages.has(key)) pages.set(key, writePage(parent, after));
  return pages.get(key);
}

function writePage(parent, after) {
  const more =
    parent === WIDE_PARENT ? { notes: 'A wide field. '.repeat(WIDE_CHARACTERS / 14) } : {};
  const records = Array.from({ length: LISTED }, (_, index) => ({
    ...record(after + index + 1),
    ...more,
  }));
  return JSON.stringify(records);
}

function answer(response, status, body, more = {}) {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'max-age=0, private, must-revalidate',
    'x-request-id': '5f0c3c1e-3f6b-4f0e-9b1d-0c9f3b8a7d61',
    ...more,
  });
  response.end(body);
}

async function create(request, response) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const [fields] = Object.values(JSON.parse(Buffer.concat(chunks)));
  answer(response, 201, JSON.stringify({ ...record(26), ...fields }));
}

function show(response, id) {
  if (id === 404) return answer(response, 404, '{"error":"Not found"}');
  if (id === 503) {
    return answer(response, 503, '<h1>Service Unavailable</h1>', { 'content-type': 'text/html' });
  }
  const body = JSON.stringify(record(id));
  if (id === 777) return setTimeout(answer, SLOW_MS, response, 200, body);
  return answer(response, 200, body);
}

/** With `Pagination-Next`, as Bullet Train marks that there is more. */
function list(response, path, query) {
  const parent = Number(/\/(\d+)\//.exec(path)[1]);
  const after = Number(new URLSearchParams(query).get('after') ?? 0);
  answer(response, 200, page(parent, after), { 'pagination-next': String(after + LISTED) });
}

function isRefused({ headers }) {
  return /^bearer bad/i.test(headers.authorization ?? 'bearer bad');
}

const server = createServer((request, response) => {
  const [path, query] = request.url.split('?');
  if (path.endsWith('/openapi.yaml')) {
    return answer(response, 200, document, { 'content-type': 'application/yaml' });
  }
  if (isRefused(request)) return answer(response, 401, '{"error":"invalid_token"}');
  if (path === '/oauth/token/info') return answer(response, 200, tokenInfo);
  if (path === '/bench/mean-work') return answer(response, 200, String(puma.takeMeanMs()));
  const respond = () => {
    if (request.method === 'POST') return create(request, response);
    const id = /\/(\d+)$/.exec(path);
    return id ? show(response, Number(id[1])) : list(response, path, query);
  };
  return puma ? puma.work(response, respond) : respond();
});
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.once('SIGTERM', () => process.exit(0));
