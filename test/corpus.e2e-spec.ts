import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startCorpusApplication, type CorpusApplication } from './corpus-application.js';
import { readCorpus, type CorpusCall, type SentRequest } from './corpus-case.js';
import { post, writeMessage, type RawBody, type RawTool } from './raw-mcp.js';
import { startServer, type RunningServer } from './running-server.js';
import { problemsOfTools } from './tool-rules.js';

const TOKEN = 'token-of-the-corpus-application';

describe.each(readCorpus())('%s', (_file, { title, document, variables, log, tools, calls }) => {
  let application: CorpusApplication;
  let server: RunningServer;
  let listed: RawTool[];

  beforeAll(async () => {
    application = await startCorpusApplication();
    application.document = document;
    server = await startServer(application.url, { TOOLS_MODE: 'all', ...variables });
    const { body } = await post(server.url, 'tools/list', {}, { token: TOKEN });
    listed = body.result!.tools!;
  });
  afterAll(async () => {
    await server.stop();
    await application.close();
  });

  it(`${title}: every provider accepts the tools`, () => {
    expect(listed.map(({ name }) => name)).not.toEqual([]);
    expect(problemsOfTools(listed)).toEqual([]);
  });

  if (log) it.each(log)('the log says %s', (line) => expect(server.log()).toContain(line));

  if (tools)
    it.each(Object.entries(tools))('the tool %s is listed as the case says', (name, expected) => {
      const tool = listed.find((one) => one.name === name);
      if (expected === null) expect(tool).toBeUndefined();
      else expect(tool).toMatchObject(expected);
    });

  const named = (calls ?? []).map((call) => [call.title ?? JSON.stringify(call.arguments), call]);
  if (calls)
    it.each(named as [string, CorpusCall][])('%s', async (_title, call) => {
      application.received = [];
      application.answers = [call.answer ?? []].flat();
      const answer = await send(server.url, call);
      if (call.sends !== undefined) expectRequests(application, call.sends);
      const { error, structured, content, text, raw } = call.gets ?? {};
      if (error !== undefined) expect(answer.result?.isError ?? false).toBe(error);
      if (structured) expect(answer.result?.structuredContent).toMatchObject(structured);
      if (content) expect(answer.result?.content).toMatchObject(content);
      if (text !== undefined) expect(answer.result?.content?.[0]?.text).toContain(text);
      if (raw !== undefined) expect(answer.raw).toContain(raw);
    });
});

/** Arguments given as text are sent unchanged, to keep every digit of numbers that a double cannot hold. */
async function send(url: string, { tool: name, arguments: args = {} }: CorpusCall) {
  const { headers, body } = writeMessage('tools/call', { name, arguments: '#' }, { token: TOKEN });
  const text = typeof args === 'string' ? args : JSON.stringify(args);
  const message = body.replace('"#"', () => text);
  const answer = await fetch(`${url}/mcp`, { method: 'POST', headers, body: message });
  const raw = await answer.text();
  return { raw, result: (JSON.parse(raw) as RawBody).result };
}

function expectRequests(
  { received }: CorpusApplication,
  sends: SentRequest | SentRequest[] | 'nothing',
): void {
  if (sends === 'nothing') return expect(received).toEqual([]);
  const expected = [sends].flat();
  expect(received).toHaveLength(expected.length);
  for (const [index, { method, path, headers, body }] of expected.entries()) {
    const request = received[index]!;
    if (method !== undefined) expect(request.method).toBe(method);
    if (path !== undefined) expect(request.path).toBe(path);
    for (const [name, value] of Object.entries(headers ?? {})) {
      expect([name, request.headers[name.toLowerCase()]]).toEqual([name, value ?? undefined]);
    }
    if (typeof body === 'string') expect(request.body).toBe(body);
    else if (body === null) expect(request.body).toBe('');
    else if (body !== undefined) expect(JSON.parse(request.body)).toEqual(body);
  }
}
