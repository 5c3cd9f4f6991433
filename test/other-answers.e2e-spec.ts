import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  answering,
  reading,
  startApplication,
  TOKEN,
  type OwnApplication,
} from './own-application.js';
import { callTool, ERAS, post } from './raw-mcp.js';
import { startServer, type RunningServer } from './running-server.js';

const PNG = Buffer.from('iVBORw0KGgo=', 'base64');
const OCTETS = Buffer.alloc(60_000, 7);
const LARGE = Buffer.alloc(1_200_000, 9);
const making = (responses: object) => ({ post: { responses } });

const IN_PATH = {
  parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
};

let application: OwnApplication;
let server: RunningServer;

beforeAll(async () => {
  application = await startApplication(
    {
      '/avatar': reading(undefined, {}, 'image/png'),
      '/backup': reading(undefined, {}, 'application/octet-stream'),
      '/documents/{id}/file': reading(undefined, IN_PATH, 'application/pdf'),
      '/report': reading(undefined, {}, 'text/csv'),
      '/exports': making({ 202: { description: 'Later' } }),
      '/download': { get: { responses: { 302: { description: 'Over there' } } } },
      '/moved': { get: { responses: { 200: { description: 'Well' } } } },
      '/plan': reading({ type: 'object' }),
      '/stats': reading({
        type: 'object',
        properties: { data: { type: 'array', items: { type: 'string' } } },
      }),
    },
    {
      '/avatar': answering(PNG, { 'content-type': 'image/png' }),
      '/backup': answering(OCTETS, {
        'content-type': 'application/octet-stream',
        'content-disposition': 'attachment; filename="all.bin"',
      }),
      '/documents/5/file': answering(LARGE, {
        'content-type': 'application/pdf',
        'content-disposition': 'attachment; filename="annual report.pdf"',
      }),
      '/report': answering('id,name\n1,Ann\n', { 'content-type': 'text/csv' }),
      '/exports': answering('', { location: '/api/v1/exports/7', 'retry-after': '20' }, 202),
      '/download': answering('', { location: 'https://files.example/1?signature=x' }, 302),
      '/moved': answering('', { location: 'https://evil.example/' }, 302),
      '/plan': answering(
        '{"title":"Over the limit","detail":"Plan Free has 3 projects"}',
        { 'content-type': 'application/problem+json' },
        402,
      ),
      '/stats': answering('{"data":{}}'),
    },
  );
  server = await startServer(application.url);
});
afterAll(async () => {
  await server.stop();
  await application.close();
});

describe.each(ERAS)('files from the application (%s)', (era) => {
  const call = (name: string) => callTool(server.url, name, {}, { token: TOKEN, era });

  it('are image content if they are images', async () => {
    const { content, structuredContent } = await call('get_avatar');
    expect(content![1]).toEqual({
      type: 'image',
      data: PNG.toString('base64'),
      mimeType: 'image/png',
    });
    expect(structuredContent).toEqual({ content_type: 'image/png', bytes: PNG.length });
  });

  it('are an embedded resource with name and type if they are binary', async () => {
    const { content } = await call('get_backup');
    expect(content![0]!.text).not.toContain('BwcH');
    expect(content![1]).toEqual({
      type: 'resource',
      resource: {
        uri: 'bullet-train://v1/backup#all.bin',
        mimeType: 'application/octet-stream',
        blob: OCTETS.toString('base64'),
      },
    });
  });

  it('are a link if they are large, which the person’s token reads and no other', async () => {
    const options = { token: TOKEN, era };
    const headers = era === 'handshake' ? { 'mcp-protocol-version': '2025-06-18' } : {};
    const asked = { ...options, headers };
    const { content } = await callTool(server.url, 'get_document_file', { id: '5' }, asked);
    const uri = 'bullet-train://v1/documents/5/file';
    expect(content![1]).toEqual({
      type: 'resource_link',
      uri,
      name: 'annual report.pdf',
      mimeType: 'application/pdf',
      size: LARGE.length,
    });
    const { body } = await post(server.url, 'resources/read', { uri }, options);
    expect(body.result!['contents']).toEqual([
      { uri, mimeType: 'application/pdf', blob: LARGE.toString('base64') },
    ]);
    // Clients that name no revision are older than such links.
    const older = { token: TOKEN };
    const plain = await callTool(server.url, 'get_document_file', { id: '5' }, older);
    expect(plain.content!.map(({ type }) => type)).toEqual(['text', 'text']);
    const nobody = await post(server.url, 'resources/read', { uri }, { era });
    expect(nobody.status).toBe(401);
  });

  it('are text if they are text', async () => {
    const { content, structuredContent } = await call('get_report');
    expect(structuredContent).toEqual({ content_type: 'text/csv', text: 'id,name\n1,Ann\n' });
    expect(content!.map(({ type }) => type)).toEqual(['text', 'text']);
  });
});

const call = async (name: string) => {
  const { structuredContent, content } = await callTool(server.url, name, {}, { token: TOKEN });
  return structuredContent ?? content![0]!.text;
};

it('a 202 response says that the work continues, and where to look', async () => {
  expect(await call('create_export')).toEqual({
    accepted: true,
    location: `${application.url}/api/v1/exports/7`,
    note: expect.stringContaining('Wait 20 seconds'),
  });
});

it('a documented redirect returns its URL, and is not followed', async () => {
  expect(await call('get_download')).toMatchObject({
    location: 'https://files.example/1?signature=x',
    status: 302,
  });
  expect(await call('get_moved')).toMatch(/^The application answered 302, a redirect/);
});

it('an error quotes the application', async () => {
  expect(await call('get_plan')).toContain('402: Over the limit: Plan Free has 3 projects');
});

it('an output schema promises nothing that a response could break', async () => {
  const { body } = await post(server.url, 'tools/list', {}, { token: TOKEN });
  const stats = body.result!.tools!.find(({ name }) => /stat/.test(name))!;
  expect(stats).toMatchObject({ outputSchema: { properties: { items: { type: 'array' } } } });
  expect(stats).not.toHaveProperty('outputSchema.required');
  expect(await call(stats.name)).toEqual({ data: {} });
});
