import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { metaToolsFor } from '../../catalog/search/meta-tools.js';
import { compileTools } from '../compile.js';
import { parseDocument } from '../document/document.js';
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.js';

/**
 * Each document's tools were reviewed one by one: these reach people, systems or public pages outside the application,
 * and no others do. Left to the operator, because nothing in the document tells: whether an enrolment in a course sends
 * an email, and whether a theme is that of a public site.
 */
const STARTER = [
  'create_invitation: people',
  'resend_invitation: people',
  'create_webhooks_outgoing_endpoint: systems',
  'update_webhooks_outgoing_endpoint: systems',
];
const REVIEWED: Record<string, string[]> = {
  'starter-v1.yaml': STARTER,
  'starter-v1-production.yaml': STARTER,
  'clickfunnels-v2.yaml': [
    'update_workspace: public',
    'create_fulfillment: people',
    'update_fulfillment: people',
    'update_funnel: public',
    'create_image: systems',
    'update_image: systems',
    'create_product: public',
    'update_product: public',
    'create_products_collection: public',
    'update_products_collection: public',
    'create_products_price: public',
    'update_products_price: public',
    'create_products_variant: public',
    'update_products_variant: public',
    'create_store: public',
    'update_store: public',
    'delete_store: public',
    'create_webhooks_outgoing_endpoint: systems',
    'update_webhooks_outgoing_endpoint: systems',
  ],
};

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
});
afterAll(() => sandbox.close());

function openTools(text: string): string[] {
  const { tools } = compileTools(parseDocument(text));
  const open = tools.filter(({ annotations }) => annotations.openWorldHint);
  return open.map(({ name, reach }) => `${name}: ${reach}`);
}

it("openWorldHint is false for all of the sandbox's tools", async () => {
  const document = await fetch(`${sandbox.url}/api/v1/openapi.yaml`);
  expect(openTools(await document.text())).toEqual([]);
});

for (const [name, open] of Object.entries(REVIEWED)) {
  const file = new URL(`../../../../shared/openapi/${name}`, import.meta.url);
  const there = existsSync(file);
  (there ? it : it.skip)(
    there
      ? `openWorldHint is true for the reviewed tools of ${name}`
      : `openWorldHint of ${name}: skipped, because the document is missing`,
    () => {
      expect(openTools(readFileSync(file, 'utf8'))).toEqual(open);
    },
  );
}

it('openWorldHint of a search tool is true if it is true for an operation that the tool calls', () => {
  const { tools } = compileTools({
    openapi: '3.1.0',
    paths: { '/invitations': { post: {} }, '/invitations/{id}': { get: {}, delete: {} } },
  });
  const open = metaToolsFor(tools).filter(({ annotations }) => annotations?.openWorldHint);
  expect(open.map(({ name }) => name)).toEqual(['call_write_operation']);
});
