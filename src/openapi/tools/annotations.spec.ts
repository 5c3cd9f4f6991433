import { describe, expect, it } from '@jest/globals';
import { toolOf } from '../../../test/tool-of.js';

describe('the annotations of a tool', () => {
  it.each([
    // method, id, read-only, destructive, idempotent
    ['get', 'listThings', true, false, true],
    ['post', 'createThings', false, false, false],
    ['post', 'archiveThings', false, true, false],
    ['post', 'gdpr_destroyThings', false, true, false],
    ['post', 'cancelledThings', false, false, false],
    ['put', 'updateThings', false, true, true],
    ['patch', 'updateThings', false, true, false],
    ['delete', 'removeThings', false, true, true],
    ['post', 'resendThings', false, false, false],
    ['put', 'resendThings', false, true, false],
    ['post', 'upsertThings', false, true, false],
    ['post', 'unarchiveThings', false, false, false],
  ])(
    'of %s %s: readOnly %s, destructive %s, idempotent %s',
    (method, operationId, readOnlyHint, destructiveHint, idempotentHint) => {
      expect(toolOf(method, '/things/{id}', { operationId }).annotations).toEqual({
        title: expect.any(String),
        readOnlyHint,
        destructiveHint,
        idempotentHint,
        openWorldHint: false,
      });
    },
  );
});
