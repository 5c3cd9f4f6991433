import { describe, expect, it } from '@jest/globals';
import { object, string, toolOf } from '../../../test/tool-of.js';
import { compileTools } from '../compile.js';

const noBody = object({});
const reachOf = (method: string, path: string, operation: object = {}, fields: object = {}) =>
  toolOf(
    method,
    path,
    operation,
    method === 'get' ? undefined : object({ name: string, ...fields }),
  ).reach;

describe('the reach of a call', () => {
  it.each([
    ['post', '/teams/{team_id}/invitations', 'people'],
    ['post', '/invitations/{id}/resend', 'people'],
    ['post', '/orders/{id}/notify_customer', 'people'],
    ['post', '/invoices/{id}/email', 'people'],
    ['post', '/contacts/{contact_id}/messages', 'people'],
    ['post', '/chat/rooms/{room_id}/direct_messages', 'people'],
    ['post', '/webhooks/outgoing/events/{id}/redeliver', 'people'],
    ['post', '/teams/{team_id}/webhooks/outgoing/endpoints', 'systems'],
    ['put', '/webhooks/outgoing/endpoints/{id}', 'systems'],
    ['post', '/webhooks', 'systems'],
    ['post', '/payments/{id}/refund', 'systems'],
    ['post', '/articles/{id}/publish', 'public'],
    ['post', '/teams/{team_id}/email_templates', undefined],
    ['post', '/workspaces/{id}/text_blocks', undefined],
    ['post', '/messages/{message_id}/tags', undefined],
    ['put', '/messages/{id}', undefined],
    ['post', '/webhooks/incoming/events', undefined],
    ['post', '/projects', undefined],
    ['post', '/projects/{id}/archive', undefined],
    ['get', '/invitations', undefined],
    ['get', '/webhooks/outgoing/endpoints/{id}', undefined],
    ['delete', '/invitations/{id}', undefined],
    ['delete', '/webhooks/outgoing/endpoints/{id}', undefined],
  ])('is found by name and path: %s %s is %s', (method, path, reach) => {
    expect(reachOf(method, path)).toBe(reach);
  });

  it.each([
    ['notify_customer', 'people'],
    ['send_welcome_email', 'people'],
    ['upload_source_url', 'systems'],
    ['callback_url', 'systems'],
    ['live_mode', 'public'],
    ['seo_title', 'public'],
    ['visible_in_store', 'public'],
    ['email_address', undefined],
    ['website_url', undefined],
    ['tracking_url', undefined],
    ['sender_id', undefined],
  ])('is found by a field that the call takes: %s is %s', (field, reach) => {
    expect(reachOf('post', '/things', {}, { [field]: string })).toBe(reach);
  });

  it.each([
    ['Sends a confirmation email to the customer.', 'people'],
    ['Closes the ticket. The requester is notified.', 'people'],
    ['An invitation will be sent.', 'people'],
    ['Publishes the page.', 'public'],
    ['Charges the customer again.', 'systems'],
    ['Creates a thing. This does not send an email.', undefined],
    ['Creates a thing. Nobody is notified.', undefined],
    ['Updates a contact, matching on the email address.', undefined],
  ])("is found by the document's description: %s is %s", (description, reach) => {
    expect(reachOf('post', '/things', { summary: 'Do it', description })).toBe(reach);
  });

  it('sets openWorldHint, which x-mcp overrides', () => {
    const hintOf = (path: string, operation: object) =>
      toolOf('post', path, operation, noBody).annotations.openWorldHint;
    expect(hintOf('/invitations', {})).toBe(true);
    expect(hintOf('/invitations', { 'x-mcp': { openWorld: false } })).toBe(false);
    expect(hintOf('/projects', { 'x-mcp': { open_world: true } })).toBe(true);
  });

  it('is public when a published record is deleted', () => {
    const requestBody = {
      content: { 'application/json': { schema: object({ seo_title: string }) } },
    };
    const { tools } = compileTools({
      openapi: '3.1.0',
      paths: {
        '/stores/{id}': { put: { requestBody }, delete: {} },
        '/pages/{id}': { put: { requestBody }, delete: { 'x-mcp': { openWorld: false } } },
        '/tags/{id}': { delete: {} },
      },
    });
    const open = tools.filter(({ annotations }) => annotations.openWorldHint);
    expect(open.map(({ name }) => name)).toEqual(['update_store', 'delete_store', 'update_page']);
  });
});
