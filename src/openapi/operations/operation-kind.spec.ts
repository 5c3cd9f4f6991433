import { describe, expect, it } from '@jest/globals';
import { compileTools } from '../compile.js';

/** The tool of the only operation. */
function toolOf(method: string, path: string, operationId: string, settings?: object) {
  const operation = { operationId, ...(settings && { 'x-mcp': settings }) };
  return compileTools({ openapi: '3.1.0', paths: { [path]: { [method]: operation } } }).tools[0]!;
}

describe('operationKind', () => {
  it.each([
    ['get', '/projects/{id}', 'getProjects', 'read'],
    ['get', '/projects/{id}/archive', 'archiveProjects', 'read'],
    ['post', '/projects', 'createProjects', 'write'],
    ['put', '/projects/{id}', 'updateProjects', 'write'],
    ['patch', '/projects/{id}', 'updateProjects', 'write'],
    ['post', '/contacts/upsert', 'upsertContacts', 'write'],
    ['post', '/projects/{id}/reset', 'resetProjects', 'write'],
    ['delete', '/projects/{id}', 'removeProjects', 'delete'],
    ['delete', '/projects/{id}/star', 'unstarProject', 'delete'],
    ['post', '/projects/{id}/archive', 'archiveProjects', 'delete'],
    ['put', '/projects/{id}/archive', 'archiveProjects', 'delete'],
    ['patch', '/orders/{id}/cancel', '', 'delete'],
    ['post', '/orders/{id}/cancel', 'createOrdersCancel', 'delete'],
    ['post', '/orders/{id}/cancellation', 'cancelOrders', 'delete'],
    ['post', '/contacts/bulk', 'bulkDeleteContacts', 'delete'],
    ['post', '/contacts/{id}/gdpr', 'gdpr_destroyContacts', 'delete'],
    ['post', '/sessions/revoke-all', 'sessions_revoke_all', 'delete'],
    ['post', '/projects/{id}/unarchive', 'unarchiveProjects', 'write'],
    ['post', '/archives', 'createArchive', 'write'],
    ['post', '/archives/{id}/restore', 'restoreArchive', 'write'],
    ['post', '/cancelled_orders', 'createCancelledOrders', 'write'],
  ])('of %s %s (%s) is %s', (method, path, operationId, kind) => {
    const { kind: found, annotations } = toolOf(method, path, operationId);
    expect(found).toBe(kind);
    // The hints never say less than the kind.
    expect(annotations.readOnlyHint).toBe(kind === 'read');
    if (kind === 'delete') expect(annotations.destructiveHint).toBe(true);
  });

  it.each([
    ['post', { readOnly: true }, 'read'],
    ['post', { destructive: true }, 'delete'],
    ['get', { readOnly: false }, 'write'],
    ['delete', { destructive: false }, 'delete'],
  ])('of %s with x-mcp %j is %s', (method, settings, kind) => {
    expect(toolOf(method, '/things', 'doThings', settings).kind).toBe(kind);
  });

  it('of an archiving operation that x-mcp calls not destructive is write', () => {
    const tool = toolOf('post', '/things/{id}/archive', 'archiveThings', { destructive: false });
    expect(tool.kind).toBe('write');
    expect(tool.annotations.destructiveHint).toBe(false);
  });
});
