import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { ALICE_TOKEN, startSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { ERAS, post, writeMessage, type Era } from './raw-mcp.js';
import { startServer, until, type RunningServer } from './running-server.js';

interface Span {
  name: string;
  kind: number;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  status: { code?: number };
  attributes: { key: string; value: Record<string, unknown> }[];
}

const SERVER = 2;
const CLIENT = 3;
const ERROR = 2;
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';
const traceparent = `00-${TRACE}-${PARENT}-01`;
const tracestate = 'rojo=00f067aa0ba902b7';
const token = ALICE_TOKEN;

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
});
afterEach(() => {
  sandbox.flags.faults = [];
});
afterAll(() => sandbox.close());

/** The headers of the newest request for the teams. */
const sent = () =>
  sandbox.requests.findLast(({ path }) => path.startsWith('/api/v1/teams'))!.headers;

/** A call of list_teams with these members in its `_meta`. */
async function callWith(url: string, era: Era, meta: object, headers: Record<string, string>) {
  const message = writeMessage('tools/call', { name: 'list_teams' }, { token, era, headers });
  const body = JSON.parse(message.body) as { params: { _meta?: object } };
  body.params._meta = { ...body.params._meta, ...meta };
  const init = { method: 'POST', headers: message.headers, body: JSON.stringify(body) };
  const response = await fetch(`${url}/mcp`, init);
  expect(response.status).toBe(200);
  await response.text();
  return response.headers;
}

describe('tracing without a collector', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer(sandbox.url);
  });
  afterAll(() => server.stop());

  const other = traceparent.replace('0af7', '1111');
  describe.each(ERAS)('%s', (era) => {
    it.each<[string, object, Record<string, string>, object]>([
      ['the headers', {}, { traceparent, tracestate }, { traceparent, tracestate }],
      ['_meta', { traceparent, tracestate }, {}, { traceparent, tracestate }],
      [
        '_meta before the headers',
        { traceparent },
        { traceparent: other, tracestate },
        { traceparent },
      ],
      [
        'the headers where _meta has none',
        { traceparent: 'none' },
        { traceparent },
        { traceparent },
      ],
      ['an invalid tracestate', { traceparent, tracestate: 'NONE' }, {}, { traceparent }],
      ['nothing', {}, { traceparent: 'none', tracestate }, {}],
    ])(
      'passes the trace context of %s on to the application',
      async (_what, meta, headers, expected) => {
        const answered = await callWith(server.url, era, meta, headers);
        expect(answered.has('content-length')).toBe(true);
        const { traceparent: parent, tracestate: state } = sent();
        expect({
          ...(parent && { traceparent: parent }),
          ...(state && { tracestate: state }),
        }).toEqual(expected);
      },
    );
  });
});

describe('an OpenTelemetry collector', () => {
  let collector: Server;
  let endpoint: string;
  let server: RunningServer;
  let spans: Span[];
  let received: string[];
  let headers: IncomingMessage['headers'];

  beforeEach(() => {
    spans = [];
    received = [];
  });
  beforeAll(async () => {
    collector = createServer(async (request, response) => {
      const body = await text(request);
      received.push(body);
      ({ headers } = request);
      expect(request.url).toBe('/v1/traces');
      const { resourceSpans } = JSON.parse(body) as {
        resourceSpans: { scopeSpans: { spans: Span[] }[] }[];
      };
      for (const { scopeSpans } of resourceSpans) {
        spans.push(...scopeSpans.flatMap((scope) => scope.spans));
      }
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    }).listen(0, '127.0.0.1');
    await once(collector, 'listening');
    endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
    server = await start({});
  });
  afterAll(async () => {
    await server.stop();
    collector.close();
  });

  const start = (variables: Record<string, string>) =>
    startServer(sandbox.url, {
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-collector-key=its-key',
      OTEL_BSP_SCHEDULE_DELAY: '50',
      // Each call asks the application about its token.
      TOKEN_CACHE_SECONDS: '0',
      ...variables,
    });

  const attributes = (span: Span) =>
    Object.fromEntries(
      span.attributes.map(({ key, value }) => [key, Object.values(value)[0]] as const),
    );
  const named = (name: string) => spans.filter((span) => span.name === name);

  describe.each(ERAS)('%s', (era) => {
    it("gets a span for the request and one for each upstream request, in the client's trace", async () => {
      const before = await callWith(server.url, era, { traceparent, tracestate }, {});
      await until(() => named('tools/call list_teams').length === 1);
      const [whole] = named('tools/call list_teams');
      expect(whole).toMatchObject({ kind: SERVER, traceId: TRACE, parentSpanId: PARENT });
      expect(attributes(whole!)).toEqual({
        'mcp.method.name': 'tools/call',
        'gen_ai.tool.name': 'list_teams',
        'http.request.method': 'POST',
        'http.response.status_code': 200,
        'url.path': '/mcp',
        'bullet_train_mcp.request_id': before.get('x-request-id'),
      });
      const [asked, checked] = ['GET /api/v1/teams', 'GET /oauth/token/info'].map(
        (name) => named(name)[0],
      );
      const { hostname, port } = new URL(sandbox.url);
      for (const span of [asked, checked]) {
        expect(span).toMatchObject({ kind: CLIENT, traceId: TRACE, parentSpanId: whole!.spanId });
        expect(BigInt(span!.endTimeUnixNano) >= BigInt(span!.startTimeUnixNano)).toBe(true);
        // OpenTelemetry rounds each span's clock to a millisecond.
        const later = BigInt(span!.startTimeUnixNano) - BigInt(whole!.startTimeUnixNano);
        expect(later > -1_000_001n).toBe(true);
      }
      expect(attributes(asked!)).toEqual({
        'server.address': hostname,
        'server.port': Number(port),
        'http.request.method': 'GET',
        'http.response.status_code': 200,
        'url.template': '/api/v1/teams',
      });
      expect(sent()).toMatchObject({
        traceparent: `00-${TRACE}-${asked!.spanId}-01`,
        tracestate,
      });
      expect(headers['x-collector-key']).toBe('its-key');
      expect(received.join()).toContain('"bullet-train-mcp"');
    });

    it('gets errors, and no token, argument or query', async () => {
      sandbox.flags.faults = [{ path: '/api/v1/projects', kind: 'status', status: 500 }];
      const args = { id: 'argument-value' };
      await post(
        server.url,
        'tools/call',
        { name: 'get_project', arguments: args },
        { token, era },
      );
      await until(() => named('tools/call get_project').length === 1);
      expect(named('tools/call get_project')[0]).toMatchObject({ status: { code: ERROR } });
      const call = named('GET /api/v1/projects/{id}')[0]!;
      expect(attributes(call)).toMatchObject({
        'error.type': '500',
        'url.template': '/api/v1/projects/{id}',
      });
      const list = { name: 'list_projects', arguments: { team_id: 1, max_items: 30 } };
      await post(server.url, 'tools/call', list, { token, era, path: '/mcp?readonly=true' });
      await post(server.url, 'tools/list', {}, { token: `no-such-token-${era}`, era });
      // The call was refused, but the application was called.
      await until(
        () => named('POST /mcp').length === 1 && named('tools/call list_projects').length === 1,
      );
      expect(received.join()).not.toMatch(
        /argument-value|readonly|after=|sandbox-token|no-such-token/,
      );
      expect(received.join()).not.toContain(ALICE_TOKEN);
    });
  });

  it('gets pending spans when the server stops, and nothing with OTEL_SDK_DISABLED', async () => {
    const slow = await start({ OTEL_BSP_SCHEDULE_DELAY: '60000' });
    for (const era of ERAS) await callWith(slow.url, era, {}, {});
    expect(named('tools/call list_teams')).toHaveLength(0);
    expect(await slow.stop()).toBe(0);
    expect(named('tools/call list_teams')).toHaveLength(ERAS.length);
    const off = await start({ OTEL_SDK_DISABLED: 'true' });
    for (const era of ERAS) await callWith(off.url, era, {}, {});
    expect(await off.stop()).toBe(0);
    expect(named('tools/call list_teams')).toHaveLength(ERAS.length);
  });

  it('that is down is reported once, and disturbs no request', async () => {
    const lonely = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' });
    for (let at = 0; at < 3; at++) {
      for (const era of ERAS) await callWith(lonely.url, era, {}, {});
    }
    await until(() => lonely.log().includes('does not reach the collector'));
    expect(await lonely.stop()).toBe(0);
    expect(lonely.log().match(/does not reach the collector/g)).toHaveLength(1);
  });
});
