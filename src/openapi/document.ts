import { createHash } from 'node:crypto';
import { load } from 'js-yaml';

/** An OpenAPI 3 document as it was parsed: nothing about its inside is trusted yet. */
export type OpenApiDocument = Record<string, unknown> & { paths: Record<string, unknown> };

/** The text is no document that tools can be made from; the message says why. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads YAML or JSON text.
 * @returns the parsed document, `$ref`s untouched
 * @throws DocumentError when it is neither, or not OpenAPI 3.x (https://spec.openapis.org/oas/v3.1.1)
 */
export function parseDocument(text: string): OpenApiDocument {
  let parsed: unknown;
  try {
    parsed = load(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new DocumentError(`it is not valid YAML or JSON: ${reason}`, { cause: error });
  }
  if (!isRecord(parsed)) throw new DocumentError('it is not an OpenAPI document, but plain text');
  const version = parsed['openapi'] ?? parsed['swagger'];
  if (!/^3\.\d/.test(String(version))) {
    throw new DocumentError(
      version === undefined
        ? 'it has no "openapi" version, so it is not an OpenAPI document'
        : `it is OpenAPI ${String(version)}, and only 3.x is understood`,
    );
  }
  if (!isRecord(parsed['paths'])) throw new DocumentError('it has no "paths"');
  return parsed as OpenApiDocument;
}

/** The application's own name, for people; undefined where the document has none. */
export function documentTitle(document: OpenApiDocument): string | undefined {
  const info = document['info'];
  return isRecord(info) && typeof info['title'] === 'string' ? info['title'].trim() : undefined;
}

/**
 * A hash that is equal for two documents which differ in their examples alone: Bullet Train renders
 * the document anew for each request, with new examples every time.
 */
export function fingerprintDocument(document: OpenApiDocument): string {
  const text = JSON.stringify(document, (key, value: unknown) =>
    key === 'example' || key === 'examples' ? undefined : value,
  );
  return createHash('sha256').update(text).digest('base64url');
}
