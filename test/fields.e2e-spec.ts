import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  answering,
  reading,
  startApplication,
  TOKEN,
  type OwnApplication,
} from './own-application.js';
import { callTool, ERAS, post } from './raw-mcp.js';
import { startServer, type RunningServer } from './running-server.js';

const text = { type: 'string' };
const CONTACT = {
  type: 'object',
  properties: {
    id: { type: 'integer' },
    name: text,
    email: text,
    notes: text,
    api_key: text,
    company: { type: 'object', properties: { name: text, salary_total: text } },
  },
};
const ANN = {
  id: 1,
  name: 'Ann',
  email: 'ann@example.com',
  notes: 'owes us',
  api_key: 'c0ffee',
  company: { name: 'Acme', salary_total: '99' },
};
const ids = [{ name: 'id', in: 'path', required: true, schema: text }];

let application: OwnApplication;
let folder: string;
let server: RunningServer;
let searched: RunningServer;

beforeAll(async () => {
  application = await startApplication(
    {
      '/contacts': {
        ...reading({ type: 'array', items: CONTACT }),
        post: {
          requestBody: { content: { 'application/json': { schema: CONTACT } } },
          responses: { 201: { content: { 'application/json': { schema: CONTACT } } } },
        },
      },
      '/contacts/{id}': reading(CONTACT, { parameters: ids }),
      '/people/{id}': reading(CONTACT, { parameters: ids }),
      '/plain/{id}': reading(
        { type: 'object', properties: { id: text, name: text } },
        { parameters: ids },
      ),
    },
    {
      '/contacts': answering(JSON.stringify([ANN])),
      '/contacts/1': answering(JSON.stringify(ANN)),
      '/people/1': answering(JSON.stringify(ANN)),
      '/plain/1': answering(JSON.stringify(ANN)),
    },
  );
  folder = await mkdtemp(join(tmpdir(), 'fields-'));
  const overrides = join(folder, 'tools.yaml');
  await writeFile(overrides, 'get_person: { default_fields: [name, company.name] }\n');
  const variables = { FIELDS_HIDE: 'notes,salary_*', TOOLS_OVERRIDES: overrides };
  [server, searched] = await Promise.all([
    startServer(application.url, { ...variables, MCP_OUTPUT_SCHEMAS: 'always' }),
    startServer(application.url, { ...variables, TOOLS_MODE: 'search' }),
  ]);
});

afterAll(async () => {
  await Promise.all([server.stop(), searched.stop()]);
  await application.close();
  await rm(folder, { recursive: true });
});

const SHOWN = {
  id: 1,
  name: 'Ann',
  email: 'ann@example.com',
  api_key: '[redacted]',
  company: { name: 'Acme' },
};

async function call(name: string, args: Record<string, unknown>, at = server) {
  const { structuredContent, content } = await callTool(at.url, name, args, { token: TOKEN });
  expect(JSON.parse(content![0]!.text)).toEqual(structuredContent);
  return structuredContent;
}

describe('a hidden field', () => {
  it('is absent from records, lists, resources and search-mode results', async () => {
    expect(await call('get_contact', { id: 1 })).toEqual(SHOWN);
    expect(await call('list_contacts', {})).toMatchObject({ items: [SHOWN] });
    expect(await call('get_plain', { id: 1 })).toEqual(SHOWN);
    const args = { operation: 'get_contact', arguments: { id: 1 } };
    expect(await call('call_read_operation', args, searched)).toEqual(SHOWN);
    const uri = 'bullet-train://v1/contacts/1';
    const read = await post(server.url, 'resources/read', { uri }, { token: TOKEN });
    expect(read.text).not.toMatch(/owes us|salary/);
    expect(read.text).toContain('ann@example.com');
  });

  it('is returned when requested by name; a redacted one never is', async () => {
    const fields = ['notes', 'company.salary_total', 'api_key'];
    const asked = {
      id: 1,
      notes: 'owes us',
      api_key: '[redacted]',
      company: { salary_total: '99' },
    };
    expect(await call('get_contact', { id: 1, fields })).toEqual(asked);
    expect(await call('list_contacts', { fields })).toMatchObject({ items: [asked] });
    const found = { operation: 'get_contact', arguments: { id: 1, fields } };
    expect(await call('call_read_operation', found, searched)).toEqual(asked);
    expect(await call('get_contact', { id: 1, fields: ['*'] })).toEqual(SHOWN);
  });

  it.each(ERAS)('is listed in the argument fields, and in no output schema (%s)', async (era) => {
    const { body } = await post(server.url, 'tools/list', {}, { token: TOKEN, era });
    const toolOf = (name: string) => body.result!.tools!.find((tool) => tool.name === name)!;
    for (const name of ['get_contact', 'list_contacts']) {
      const { inputSchema, ...rest } = toolOf(name);
      expect(inputSchema.properties['fields']).toMatchObject({
        description: expect.stringContaining('Hidden until named: notes, company.salary_total'),
      });
      expect(JSON.stringify(rest)).not.toMatch(/notes|salary/);
      expect(JSON.stringify(rest)).toContain('email');
    }
    expect(toolOf('get_plain').inputSchema.properties['fields']).toBeUndefined();
    // Arguments that are written are not hidden.
    expect(toolOf('create_contact').inputSchema.properties['notes']).toBeDefined();
  });
});

describe('the default fields of a list', () => {
  it('are shown unless others are requested', async () => {
    expect(await call('get_person', { id: 1 })).toEqual({
      id: 1,
      name: 'Ann',
      company: { name: 'Acme' },
    });
    expect(await call('get_person', { id: 1, fields: ['email'] })).toEqual({
      id: 1,
      email: 'ann@example.com',
    });
    expect(await call('get_person', { id: 1, fields: ['*'] })).toEqual(SHOWN);
  });

  it('are named in the argument and in the output schema', async () => {
    const { body } = await post(server.url, 'tools/list', {}, { token: TOKEN });
    const person = body.result!.tools!.find(({ name }) => name === 'get_person')!;
    expect(person.inputSchema.properties['fields']).toMatchObject({
      description: expect.stringContaining('"*" for all. Without it: name, company.name'),
    });
    expect((person as unknown as { outputSchema: object }).outputSchema).toEqual({
      type: 'object',
      properties: { id: {}, name: {}, company: { properties: { name: {} } } },
    });
  });
});
