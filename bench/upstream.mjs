// A Bullet Train application that costs next to nothing: its document, token info, and records made up on
// the spot. Usage: node bench/upstream.mjs DOCUMENT.yaml (prints its port)
// For the soak: tokens that begin with "bad" are refused, record 404 is not there, record 503 is a gateway's
// error, record 777 takes its time.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const LISTED = 25;
const SLOW_MS = 300;

const document = readFileSync(process.argv[2]);
const tokenInfo = JSON.stringify({
  resource_owner_id: 7,
  scope: ['read', 'write', 'delete'],
  expires_in: 7200,
  application: { uid: 'bench' },
  created_at: 1_700_000_000,
});

/** About 500 bytes, as a scaffolded resource of Bullet Train answers. */
function record(id) {
  return {
    id,
    team_id: 1,
    name: `Record ${id}`,
    description: 'What is to be done until the end of the quarter, and who sees to it.',
    status: 'active',
    color: '#2f6fde',
    position: id,
    budget: 1250.5,
    public: false,
    starts_on: '2026-01-05',
    reviewed_at: '2026-02-03T10:11:12.000Z',
    tag_ids: ['3', '14', '15'],
    created_at: '2026-01-01T00:00:00.000Z',
    updated_at: '2026-01-02T00:00:00.000Z',
  };
}

const page = JSON.stringify(Array.from({ length: LISTED }, (_, index) => record(index + 1)));

function answer(response, status, body, type = 'application/json; charset=utf-8') {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'max-age=0, private, must-revalidate',
    'x-request-id': '5f0c3c1e-3f6b-4f0e-9b1d-0c9f3b8a7d61',
  });
  response.end(body);
}

async function create(request, response) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const { project } = JSON.parse(Buffer.concat(chunks));
  answer(response, 201, JSON.stringify({ ...record(26), ...project }));
}

function show(response, id) {
  if (id === 404) return answer(response, 404, '{"error":"Not found"}');
  if (id === 503) return answer(response, 503, '<h1>Service Unavailable</h1>', 'text/html');
  const body = JSON.stringify(record(id));
  if (id === 777) return setTimeout(answer, SLOW_MS, response, 200, body);
  return answer(response, 200, body);
}

function isRefused({ headers }) {
  return /^bearer bad/i.test(headers.authorization ?? 'bearer bad');
}

const server = createServer((request, response) => {
  const [path] = request.url.split('?');
  if (path.endsWith('/openapi.yaml')) return answer(response, 200, document, 'application/yaml');
  if (isRefused(request)) return answer(response, 401, '{"error":"invalid_token"}');
  if (path === '/oauth/token/info') return answer(response, 200, tokenInfo);
  if (request.method === 'POST') return create(request, response);
  const id = /\/(\d+)$/.exec(path);
  return id ? show(response, Number(id[1])) : answer(response, 200, page);
});
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.once('SIGTERM', () => process.exit(0));
