// The kinds of requests of the soak: each sends one and returns whether the response is right.
import { writeRequest } from './speakers.mjs';

/** Many callers, so that memory kept for each would show. */
const TOKENS = 500;
const ABORT_AFTER_MS = 30;

const tokenOf = (n) => `bench-token-${n % TOKENS}`;

async function rpc(lane, n, method, params, token = tokenOf(n)) {
  const protocol = n % 2 ? 'modern' : 'handshake';
  const answer = await lane.send(writeRequest(protocol, method, params, token));
  return { status: answer.status, ...JSON.parse(answer.body) };
}

const call = (lane, n, name, args, token) =>
  rpc(lane, n, 'tools/call', { name, arguments: args }, token);

const isToolError = ({ status, result }) => status === 200 && result.isError === true;

async function oauth(lane, path, body, type = 'application/x-www-form-urlencoded') {
  const { status } = await lane.send({ path, headers: { 'content-type': type }, body });
  return status;
}

/** By name: [percentage of all requests; a function of lane and number that returns whether the response was right]. */
export const KINDS = {
  'tools/list': [
    14,
    async (lane, n) => (await rpc(lane, n, 'tools/list', {})).result.tools.length === 20,
  ],
  'a record': [
    28,
    async (lane, n) => {
      const id = 1_000 + (n % 5_000);
      return (await call(lane, n, 'get_project', { id })).result.structuredContent.id === id;
    },
  ],
  'a page of records': [
    12,
    async (lane, n) =>
      (await call(lane, n, 'list_projects', { team_id: 1 })).result.structuredContent.items
        .length === 25,
  ],
  'a new record': [
    12,
    async (lane, n) => {
      const name = `Project ${n}`;
      const { result } = await call(lane, n, 'create_project', { team_id: 1, name });
      return result.structuredContent.name === name;
    },
  ],
  'wrong arguments': [
    4,
    async (lane, n) => isToolError(await call(lane, n, 'get_project', { idd: n })),
  ],
  'no such record': [
    4,
    async (lane, n) => isToolError(await call(lane, n, 'get_project', { id: 404 })),
  ],
  'the application answers 503': [
    1,
    async (lane, n) => isToolError(await call(lane, n, 'get_project', { id: 503 })),
  ],
  'no token': [4, async (lane) => (await lane.send(withoutToken())).status === 401],
  'a bad token': [
    5,
    async (lane, n) => (await rpc(lane, n, 'tools/list', {}, `bad-${n}`)).status === 401,
  ],
  'a client that goes away': [3, goAway],
  'no such page': [
    3,
    async (lane, n) => (await lane.send({ method: 'GET', path: `/nothing/${n}` })).status === 404,
  ],
  'no JSON': [
    2,
    async (lane, n) => {
      const request = writeRequest('handshake', 'tools/list', {}, tokenOf(n));
      return (await lane.send({ ...request, body: '{' })).status === 400;
    },
  ],
  'sign-in by an unknown client': [
    3,
    async (lane, n) => {
      const path = `/oauth/authorize?response_type=code&client_id=https%3A%2F%2F127.0.0.1%2F${n}`;
      return (await lane.send({ method: 'GET', path })).status === 400;
    },
  ],
  'a code that is none': [
    3,
    async (lane, n) =>
      [400, 401].includes(
        await oauth(lane, '/oauth/token', `grant_type=authorization_code&code=${n}&client_id=x`),
      ),
  ],
  'a registration that is none': [
    2,
    async (lane) => (await oauth(lane, '/oauth/register', '{}', 'application/json')) === 400,
  ],
};

function withoutToken() {
  const { headers, ...request } = writeRequest('modern', 'tools/list', {});
  return { ...request, headers: { ...headers, authorization: '' } };
}

/** Requests the slow record, and does not wait for it. */
async function goAway(lane, n) {
  const params = { name: 'get_project', arguments: { id: 777 } };
  const request = writeRequest(n % 2 ? 'modern' : 'handshake', 'tools/call', params, tokenOf(n));
  try {
    await lane.send({ ...request, signal: AbortSignal.timeout(ABORT_AFTER_MS) });
    return false;
  } catch (error) {
    return error.name === 'AbortError';
  }
}

/** The kinds of one hundred requests, well mixed and always the same. */
export function mix() {
  const bag = Object.entries(KINDS).flatMap(([name, [share]]) => Array(share).fill(name));
  // 37 and the length are coprime, so that every place is used once.
  return bag.map((_, at) => bag[(at * 37) % bag.length]);
}
