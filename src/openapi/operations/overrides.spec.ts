import { describe, expect, it } from '@jest/globals';
import { compileTools } from '../compile.js';
import { toolOf } from '../../../test/tool-of.js';

describe('x-mcp in a document', () => {
  const compileWith = (settings: unknown) => {
    const get = { operationId: 'listThings', 'x-mcp': settings };
    const { tools, warnings } = compileTools({
      openapi: '3.1.0',
      paths: { '/things': { get }, '/other': { get: {} } },
    });
    return { tool: tools[0]!, warnings };
  };

  it.each<[object, object]>([
    [{ name: 'find_things' }, { name: 'find_things' }],
    [{ title: 'Things!' }, { title: 'Things!', annotations: { title: 'Things!' } }],
    [{ description: 'All of them' }, { description: 'All of them' }],
    [
      { readOnly: false },
      { annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true } },
    ],
    [{ readOnly: false, destructive: true }, { annotations: { destructiveHint: true } }],
    [{ readOnly: true, destructive: true }, { annotations: { destructiveHint: false } }],
    [{ idempotent: false }, { annotations: { idempotentHint: false } }],
  ])('%j overrides what the operation says', (settings, expected) => {
    const { tool, warnings } = compileWith(settings);
    expect(tool).toMatchObject(expected);
    expect(warnings).toEqual([]);
  });

  it('marks a POST that only reads as read-only', () => {
    const search = { operationId: 'searchThings', 'x-mcp': { readOnly: true } };
    expect(toolOf('post', '/things/search', search).annotations).toMatchObject({
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
    });
  });

  it.each<[unknown, RegExp]>([
    [{ name: 'List Things' }, /^GET \/things: x-mcp.name cannot be "List Things": ignored/],
    [{ name: 7 }, /x-mcp.name cannot be 7/],
    [{ readOnly: 'yes' }, /x-mcp.readOnly cannot be "yes"/],
    [{ readonly: true }, /x-mcp.readonly is not one of hidden, name, /],
    [{ constructor: true }, /x-mcp.constructor is not one of/],
    ['hidden', /x-mcp must be an object or false/],
  ])('%j is ignored, with a warning', (settings, warning) => {
    const { tool, warnings } = compileWith(settings);
    expect(tool).toMatchObject({ name: 'list_things', annotations: { readOnlyHint: true } });
    expect(warnings).toEqual([expect.stringMatching(warning)]);
  });
});
