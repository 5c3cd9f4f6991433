import { createHash } from 'node:crypto';
import { Router } from 'express';
import { documentPaths } from './document-paths.js';
import { documentSchemas } from './document-schemas.js';
import type { SandboxFlags } from './flags.js';
import { requestUrl } from './request.js';
import { toYaml } from './yaml.js';

/** `GET /api/v1/openapi.yaml`: public, and rendered on each request. */
export function documentRoutes(flags: SandboxFlags): Router {
  let examples = 0;
  return Router().get('/openapi.yaml', (req, res) => {
    const server = `${requestUrl(req).origin}/api/v1`;
    res.type('application/x-yaml');
    if (flags.documentEtag) {
      const etag = etagOf(flags.document ?? renderDocument(server, () => 0));
      res.set('ETag', etag);
      if (req.headers['if-none-match'] === etag) {
        res.status(304).end();
        return;
      }
    }
    res.send(flags.document ?? renderDocument(server, () => ++examples));
  });
}

/** The OpenAPI document; `nextNumber` numbers the examples, which differ at every rendering. */
function renderDocument(server: string, nextNumber: () => number): string {
  return toYaml({
    openapi: '3.1.0',
    info: {
      title: 'Sandbox Application API',
      description: 'The API of a stand-in Bullet Train application.',
      license: { name: 'MIT', url: 'https://opensource.org/licenses/MIT' },
      version: 'V1',
    },
    servers: [{ url: server }],
    components: {
      securitySchemes: { BearerAuth: { type: 'http', scheme: 'bearer' } },
      schemas: documentSchemas(nextNumber),
      parameters: {
        // A string, though the ids in JSON are integers: obfuscated ids work as well.
        id: { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
        after: {
          name: 'after',
          in: 'query',
          required: false,
          schema: { type: 'integer' },
          description: 'ID of item after which the collection should be returned',
        },
      },
      headers: {
        PaginationNext: {
          description:
            'ID of next item in collection if exists, to be used in `after` route param for cursor-style pagination',
          schema: { type: 'integer' },
        },
        Link: { description: 'Link to the next page', schema: { type: 'string' } },
      },
    },
    security: [{ BearerAuth: [] }],
    paths: documentPaths(nextNumber),
  });
}

function etagOf(text: string): string {
  return `W/"${createHash('sha256').update(text).digest('hex').slice(0, 32)}"`;
}
