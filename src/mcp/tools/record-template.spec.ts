import { describe, expect, it } from '@jest/globals';
import { compileTools } from '../../openapi/compile.js';
import { fetchesRecord } from '../../openapi/tools/fetches-record.js';
import { findRecord, recordTemplate } from './record-template.js';

const query = (required: boolean) => [{ name: 'q', in: 'query', required, schema: {} }];
const LIST = {
  responses: { '200': { content: { 'application/json': { schema: { type: 'array' } } } } },
};
const { tools } = compileTools({
  openapi: '3.1.0',
  paths: {
    '/contacts/{id}': { get: { operationId: 'getContacts', parameters: query(false) }, put: {} },
    '/contacts/tags/{id}': { get: { operationId: 'getContactsTags' } },
    '/contacts/{kind}/{id}': { get: { operationId: 'getContactsKinds' } },
    '/teams/{team_id}/contacts': { get: { operationId: 'listContacts', ...LIST } },
    '/teams/{id}/logo': { get: { operationId: 'getLogo' } },
    '/reports/{id}': { get: { operationId: 'getReports', parameters: query(true) } },
    '/years/{year}': { get: { operationId: 'listYears', ...LIST } },
  },
});

it('every tool that fetches one record by its ids becomes a resource template', () => {
  expect(tools.filter(fetchesRecord).map((tool) => recordTemplate(tool, 'v2'))).toEqual([
    'bullet-train://v2/contacts/{id}',
    'bullet-train://v2/contacts/tags/{id}',
    'bullet-train://v2/contacts/{kind}/{id}',
  ]);
});

describe('findRecord', () => {
  it.each([
    ['bullet-train://v1/contacts/7', 'get_contact', { id: '7' }],
    ['bullet-train://v1/contacts/me', 'get_contact', { id: 'me' }],
    ['bullet-train://v1/contacts/a%2Fb', 'get_contact', { id: 'a/b' }],
    ['bullet-train://v1/contacts/tags/7', 'get_contacts_tag', { id: '7' }],
    ['bullet-train://v1/contacts/notes/7', 'get_contacts_kind', { kind: 'notes', id: '7' }],
  ])('resolves %s', (uri, name, args) => {
    expect(findRecord(uri, tools, 'v1')).toMatchObject({ tool: { name }, args });
  });

  it.each([
    'bullet-train://v2/contacts/7',
    'bullet-train://v1/contacts',
    'bullet-train://v1/contacts/',
    'bullet-train://v1/contacts/%',
    'bullet-train://v1/nothing/7',
    'bullet-train://v1/reports/7',
    'https://v1/contacts/7',
    '',
  ])('finds no record at %j', (uri) => {
    expect(findRecord(uri, tools, 'v1')).toBeUndefined();
  });
});
