// The protocols of the servers. A speaker is made for a lane, and its `ask(method, params)` returns the
// bytes of the JSON-RPC message, or of the API's response.
import { get } from 'node:http';
import { Lane } from './lane.mjs';
import { apiRequest } from './resources.mjs';

export const TOKEN = 'bench-token';
const MODERN = '2026-07-28';
const HANDSHAKE = '2025-11-25';
const SESSION_ANSWER_MS = 20_000;

const ENVELOPE = {
  'io.modelcontextprotocol/protocolVersion': MODERN,
  'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

/** Ids are never used twice, because ivotoby's server mixes up sessions whose ids are the same. */
let lastId = 0;

/**
 * @param {'modern' | 'handshake' | 'session' | 'api'} protocol
 * @param {{ token?: string, resource?: string }} as the token, and the resource to request from the API
 */
export async function openSpeaker(protocol, origin, { token = TOKEN, resource } = {}) {
  const lane = new Lane(origin);
  return { ask: await SPEAKERS[protocol](lane, { token, resource }), close: () => lane.close() };
}

/** The headers and the body of one request, in the revision without sessions or in one with a handshake. */
export function writeRequest(protocol, method, params, token = TOKEN) {
  const isModern = protocol === 'modern';
  return {
    path: '/mcp',
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': isModern ? MODERN : HANDSHAKE,
      ...(isModern && { 'mcp-method': method }),
      ...(isModern && params.name && { 'mcp-name': params.name }),
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: (lastId += 1),
      method,
      params: isModern ? { ...params, _meta: ENVELOPE } : params,
    }),
  };
}

const SPEAKERS = {
  modern: async (lane, { token }) => stateless(lane, 'modern', token),
  handshake: async (lane, { token }) => stateless(lane, 'handshake', token),
  session: async (lane) => openSession(lane),
  api: async (lane, { resource }) => speakApi(lane, resource),
};

function stateless(lane, protocol, token) {
  return async (method, params) => {
    const answer = await lane.send(writeRequest(protocol, method, params, token));
    expectStatus(answer, 200);
    return answer.headers['content-type'].startsWith('text/event-stream')
      ? dataOf(answer.body.toString())
      : answer.body;
  };
}

/** The floor accepts the API's own requests, and returns a list of tools as bytes. */
function speakApi(lane, resource) {
  const headers = { authorization: `Bearer ${TOKEN}`, accept: 'application/json' };
  return async (method, params) => {
    const asked =
      method === 'tools/list'
        ? { method: 'GET', path: '/tools' }
        : apiRequest(resource, params.arguments);
    const answer = await lane.send({
      headers,
      ...asked,
      ...(asked.body && asJson(headers, asked)),
    });
    expectStatus(answer, 200, 201);
    return answer.body;
  };
}

function asJson(headers, { body }) {
  return {
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}

/** ivotoby's server: lists are answered directly, calls with 202 and then on the session's event stream. */
async function openSession(lane) {
  const post = (message, headers) =>
    lane.send({
      path: '/mcp',
      headers: { 'content-type': 'application/json', accept: ACCEPT, ...headers },
      body: JSON.stringify({ jsonrpc: '2.0', ...message }),
    });
  const opened = await post({
    id: (lastId += 1),
    method: 'initialize',
    params: { protocolVersion: HANDSHAKE, capabilities: {}, clientInfo: ENVELOPE_CLIENT },
  });
  expectStatus(opened, 200);
  const session = { 'mcp-session-id': opened.headers['mcp-session-id'] };
  await post({ method: 'notifications/initialized' }, session);
  // A list needs no stream, so the first one does not wait for it.
  const listening = listen(lane.origin, session);
  return async (method, params) => {
    const id = (lastId += 1);
    if (method === 'tools/list') {
      const answer = await post({ id, method, params }, session);
      expectStatus(answer, 200);
      return answer.body;
    }
    const awaited = await listening;
    const message = new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error('no answer on the event stream')),
        SESSION_ANSWER_MS,
      );
      awaited.set(id, (text) => {
        clearTimeout(timer);
        awaited.delete(id);
        resolve(text);
      });
    });
    expectStatus(await post({ id, method, params }, session), 202);
    return message;
  };
}

const ACCEPT = 'application/json, text/event-stream';
const ENVELOPE_CLIENT = ENVELOPE['io.modelcontextprotocol/clientInfo'];

/** Opens a session's event stream. Its headers come with its first event, so nobody can wait for them. */
async function listen(origin, session) {
  const awaited = new Map();
  const headers = { ...session, accept: 'text/event-stream' };
  const sent = get(`${origin}/mcp`, { headers, agent: false }, (stream) => {
    let text = '';
    stream.setEncoding('utf8').on('data', (chunk) => {
      const events = (text + chunk).split('\n\n');
      text = events.pop();
      for (const event of events) {
        const data = dataOf(event);
        awaited.get(JSON.parse(data).id)?.(data);
      }
    });
    stream.on('error', () => undefined);
  });
  sent.on('error', () => undefined);
  await new Promise((resolve) => setTimeout(resolve, 100));
  return awaited;
}

function dataOf(event) {
  return Buffer.from(/^data: ?(.*)$/m.exec(event)?.[1] ?? '');
}

function expectStatus({ status, body }, ...expected) {
  if (!expected.includes(status))
    throw new Error(`answered ${status}: ${body.toString().slice(0, 300)}`);
}
