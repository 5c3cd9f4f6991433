import { describe, expect, it } from '@jest/globals';
import { compileTools } from '../openapi/compile.js';
import { selectTools } from './tool-filter.js';
import { parsePatterns } from './tool-pattern.js';

const OPERATIONS = [
  ['get', '/teams/{team_id}/contacts', 'listContacts', 'Contact'],
  ['get', '/contacts/{id}', 'getContacts', 'Contact'],
  ['delete', '/contacts/{id}', 'removeContacts', 'Contact'],
  ['get', '/teams/{team_id}/contacts/tags', 'listContactsTags', 'Contacts::Tag'],
  ['put', '/orders/{id}', 'updateOrders', 'Order'],
  ['get', '/orders/{order_id}/line_items', 'listOrdersLineItems', 'Orders::LineItem'],
  ['get', '/teams/{team_id}/webhooks', 'listWebhooks'],
] as const;
const { tools } = compileTools({
  openapi: '3.1.0',
  paths: OPERATIONS.reduce<Record<string, Record<string, object>>>(
    (paths, [method, path, operationId, tag]) => ({
      ...paths,
      [path]: { ...paths[path], [method]: { operationId, ...(tag && { tags: [tag] }) } },
    }),
    {},
  ),
});
const ALL = tools.map(({ name }) => name);
const selected = (list: string) =>
  selectTools(tools, { include: parsePatterns(list) }).map(({ name }) => name);

const CONTACTS = ['list_contacts', 'get_contact', 'delete_contact', 'list_contacts_tags'];

describe('parsePatterns', () => {
  it.each([
    ['*', ALL],
    ['list_*', ALL.filter((name) => name.startsWith('list_'))],
    ['get_contact', ['get_contact']],
    ['*_tags', ['list_contacts_tags']],
    ['*cont*t*', CONTACTS],
    ['contacts_*', CONTACTS],
    ['contact_*', CONTACTS],
    ['CONTACTS_*', CONTACTS],
    ['contacts', CONTACTS.slice(0, 3)],
    ['contacts_tags', ['list_contacts_tags']],
    ['orders_*', ['update_order', 'list_orders_line_items']],
    ['order*', ['update_order', 'list_orders_line_items']],
    ['orders_line_items', ['list_orders_line_items']],
    ['webhooks', ['list_webhooks']],
    ['tag:Contact', CONTACTS.slice(0, 3)],
    ['tag:contact*', CONTACTS],
    ['tag:Contacts::Tag', ['list_contacts_tags']],
    ['tag:*::*', ['list_contacts_tags', 'list_orders_line_items']],
    ['method:delete', ['delete_contact']],
    ['method:DELETE , orders', ['delete_contact', 'update_order']],
    ['nothing_*', []],
    ['list', []],
  ])('reads %s', (list, names) => {
    expect(selected(list)).toEqual(names);
  });

  it.each([
    '',
    ' , ',
    'a b',
    'Contacts::Tag',
    'method:list',
    'name:x',
    'contacts_?',
    '../x',
    `${'a,'.repeat(101)}`,
  ])('refuses %j with an example', (list) => {
    expect(() => parsePatterns(list)).toThrow(/names no tools|cannot read|more than 100/);
  });

  it('matches in linear time', () => {
    const [pattern] = parsePatterns(`tag:${'a*'.repeat(40)}b`);
    expect(pattern!.matches({ ...tools[0]!, tags: ['a'.repeat(10_000)] })).toBe(false);
  });
});

describe('selectTools', () => {
  it.each([
    [{}, ALL],
    [{ exclude: parsePatterns('contacts_*,orders_*') }, ['list_webhooks']],
    [
      { include: parsePatterns('contacts_*'), exclude: parsePatterns('method:delete,*_tags') },
      ['list_contacts', 'get_contact'],
    ],
    [{ readOnly: true }, ALL.filter((name) => !/^(update|delete)/.test(name))],
    [{ include: parsePatterns('orders'), readOnly: true }, []],
  ])('selects the right tools with filter %#', (filter, names) => {
    expect(selectTools(tools, filter).map(({ name }) => name)).toEqual(names);
  });
});
