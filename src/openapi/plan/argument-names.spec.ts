import { describe, expect, it } from '@jest/globals';
import { destinationsOf, integer, object, string, toolOf } from '../../../test/tool-of.js';

describe('nameArguments', () => {
  it.each<[string, object[], object, string[]]>([
    [
      'id in the path and the body',
      [],
      object({ id: integer, name: string }),
      ['id → path id', 'body_id → body id', 'name → body name'],
    ],
    [
      'a name in the query and the body',
      [{ name: 'name', in: 'query' }],
      object({ name: string, size: string }),
      ['name → query name', 'id → path id', 'body_name → body name', 'size → body size'],
    ],
    [
      'an id, and a name that looks like its second',
      [],
      object({ id: integer, body_id: integer, body_id_2: string }),
      [
        'id → path id',
        'body_id_3 → body id',
        'body_id → body body_id',
        'body_id_2 → body body_id_2',
      ],
    ],
    [
      'a name in the query that the path needs',
      [
        { name: 'id', in: 'query' },
        { name: 'id', in: 'header' },
      ],
      object({ a: string, b: string }),
      ['query_id → query id', 'header_id → header id', 'id → path id', 'a → body a', 'b → body b'],
    ],
    [
      'one name three times',
      [
        { name: 'a[b]', in: 'query' },
        { name: 'a(b)', in: 'query' },
        { name: 'a{b', in: 'query' },
      ],
      object({ '+1': string, b: string }),
      [
        'a_b → query a[b]',
        'query_a_b → query a(b)',
        'query_a_b_2 → query a{b',
        'id → path id',
        '_1 → body +1',
        'b → body b',
      ],
    ],
    [
      'brackets',
      [
        { name: 'filter[id]', in: 'query' },
        { name: 'ids[]', in: 'query' },
        { name: 'ids', in: 'query' },
      ],
      object({ 'a b': string, __x__: string }),
      [
        'filter_id → query filter[id]',
        'ids → query ids[]',
        'query_ids → query ids',
        'id → path id',
        'a_b → body a b',
        'x → body __x__',
      ],
    ],
    [
      'names of no letters',
      [
        { name: '日本', in: 'query' },
        { name: 'X-Trace.Id', in: 'header' },
      ],
      object({ a: string, ['l'.repeat(80)]: string }),
      [
        'arg_cf2abf → query 日本',
        'X-Trace.Id → header X-Trace.Id',
        'id → path id',
        'a → body a',
        `${'l'.repeat(64)} → body ${'l'.repeat(80)}`,
      ],
    ],
  ])('gives distinct names to %s', (_what, parameters, schema, expected) => {
    const tool = toolOf('put', '/projects/{id}', { operationId: 'x', parameters }, schema);
    expect(destinationsOf(tool)).toEqual(expected);
    expect(Object.keys(tool.inputSchema.properties!)).toEqual([...tool.destinations.keys()]);
  });
});
