import { expect, it } from '@jest/globals';
import { connectionName } from './connection-name.js';

it.each([
  ['Acme', 'acme'],
  ['Acme CRM 2', 'acme-crm-2'],
  ['Müller & Söhne', 'muller-sohne'],
  [`O'Neill "the best"; rm -rf $HOME`, 'o-neill-the-best-rm-rf-home'],
  ['🚂 Train 🚂', 'train'],
  ['日本', 'bullet-train'],
  ['', 'bullet-train'],
  ['--', 'bullet-train'],
  [`${'x'.repeat(31)} yz`, 'x'.repeat(31)],
  ['app.example.com:3000', 'app-example-com-3000'],
])('the application %j gets the connection name %s', (application, name) => {
  expect(connectionName(application)).toBe(name);
});
