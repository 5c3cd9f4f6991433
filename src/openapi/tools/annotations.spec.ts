import { describe, expect, it } from '@jest/globals';
import { toolOf } from '../../../test/tool-of.js';

describe('the annotations of a tool', () => {
  it.each([
    // method, id, read-only, destructive, idempotent, open world
    ['get', 'listThings', true, false, true, false],
    ['post', 'createThings', false, false, false, false],
    ['post', 'archiveThings', false, true, false, false],
    ['post', 'gdpr_destroyThings', false, true, false, false],
    ['post', 'cancelledThings', false, false, false, false],
    ['put', 'updateThings', false, true, true, false],
    ['patch', 'updateThings', false, true, false, false],
    ['delete', 'removeThings', false, true, true, false],
    ['post', 'resendThings', false, true, false, true],
    ['put', 'resendThings', false, true, false, true],
    ['post', 'upsertThings', false, true, false, false],
    ['post', 'unarchiveThings', false, false, false, false],
  ])(
    'of %s %s: readOnly %s, destructive %s, idempotent %s, open world %s',
    (method, operationId, readOnlyHint, destructiveHint, idempotentHint, openWorldHint) => {
      expect(toolOf(method, '/things/{id}', { operationId }).annotations).toEqual({
        title: expect.any(String),
        readOnlyHint,
        destructiveHint,
        idempotentHint,
        openWorldHint,
      });
    },
  );
});
