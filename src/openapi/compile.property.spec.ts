import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { compileTools } from './compile.js';
import { DocumentError, documentTitle, parseDocument } from './document/document.js';
import { fingerprintDocument } from './document/fingerprint.js';
import { ArgumentError } from './request/argument-error.js';
import { checkArguments } from './request/arguments.js';

/** The words of OpenAPI in any order, so that garbage gets deep into the compiler. */
const WORDS =
  'openapi swagger paths /a /a/{id} get post parameters requestBody responses 200 content application/json schema type object array string properties items allOf anyOf oneOf $ref required name in query path header formData body collectionFormat style explode enum default description summary tags operationId components schemas info title consumes produces x-mcp pattern format nullable const example __proto__ constructor toString length'.split(
    ' ',
  );
const word = fc.oneof(fc.constantFrom(...WORDS), fc.string({ maxLength: 5 }));
const { garbage } = fc.letrec<{ garbage: unknown }>((tie) => ({
  garbage: fc.oneof(
    { maxDepth: 8, depthSize: 'large' },
    fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null), fc.constant('#/paths')),
    fc.array(tie('garbage'), { maxLength: 3 }),
    fc.dictionary(word, tie('garbage'), { maxKeys: 5 }),
  ),
}));
const parameter = fc.record({
  name: garbage,
  in: garbage,
  schema: garbage,
  collectionFormat: garbage,
});
const operation = fc.record(
  {
    operationId: garbage,
    summary: garbage,
    tags: garbage,
    parameters: fc.oneof(garbage, fc.array(fc.oneof(parameter, garbage), { maxLength: 3 })),
    requestBody: fc.oneof(
      garbage,
      fc.record({ content: fc.dictionary(word, fc.record({ schema: garbage })) }),
    ),
    responses: garbage,
    'x-mcp': garbage,
  },
  { requiredKeys: [] },
);
const garbageDocument = fc.record(
  {
    openapi: fc.oneof(fc.constantFrom('3.0.0', '3.1.0'), garbage),
    swagger: fc.oneof(fc.constant('2.0'), garbage),
    paths: fc.oneof(
      garbage,
      fc.dictionary(
        fc.oneof(word, fc.constantFrom('/a', '/a/{id}', '/b')),
        fc.oneof(garbage, fc.record({ get: operation, post: operation, parameters: garbage })),
      ),
    ),
    info: garbage,
    tags: garbage,
    components: garbage,
    consumes: garbage,
  },
  { requiredKeys: ['paths'] },
);

it('compileTools compiles any garbage or refuses it with a DocumentError', () => {
  fc.assert(
    fc.property(garbageDocument, (garbage) => {
      let tools;
      try {
        const document = parseDocument(JSON.stringify(garbage));
        fingerprintDocument(document);
        documentTitle(document);
        ({ tools } = compileTools(document));
      } catch (error) {
        expect(error).toBeInstanceOf(DocumentError);
        return;
      }
      for (const tool of tools) {
        try {
          checkArguments(tool, {});
        } catch (error) {
          expect(error).toBeInstanceOf(ArgumentError);
        }
      }
    }),
    { numRuns: 3_000 },
  );
});
