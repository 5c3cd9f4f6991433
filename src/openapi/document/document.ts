import { detailsOf } from '../../values/error-details.js';
import { isRecord } from '../../values/is-record.js';
import { decode } from 'html-entities';
import { exceededLimit } from './document-limits.js';
import { oneLine } from '../../values/one-line.js';
import { readYaml } from './read-yaml.js';
import { readRepairing, type Repaired } from './repair-yaml.js';

/** A parsed OpenAPI 3.x or Swagger 2.0 document. Nothing inside `paths` has been validated. */
export type OpenApiDocument = Record<string, unknown> & { paths: Record<string, unknown> };

/** The text is not a document that tools can be made from; the message says why. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
}

/** Characters of an application's name, which appears in headings and sentences. */
const LONGEST_NAME = 80;

/**
 * Reads YAML or JSON text.
 * @param warn called once for each line that had to be repaired
 * @returns the parsed document: `$ref`s untouched, HTML entities decoded in names
 * @throws DocumentError when the text is neither YAML nor JSON, exceeds a limit, or is not OpenAPI 3.x
 *   (https://spec.openapis.org/oas/v3.1.1) or Swagger 2.0
 */
export function parseDocument(
  text: string,
  warn: (message: string) => void = () => {},
): OpenApiDocument {
  let parsed: unknown;
  try {
    const { value, repairs } = readText(text.replace(/^\uFEFF/, ''));
    parsed = value;
    for (const repair of repairs) warn(oneLine(repair));
  } catch (error) {
    const reason = detailsOf(error).message.replace(/\n.*/s, '');
    throw new DocumentError(`it is not valid YAML or JSON: ${quote(reason)}`, { cause: error });
  }
  if (!isRecord(parsed)) throw new DocumentError('it is not an OpenAPI document, but plain text');
  // YAML without aliases is no larger than its text, and js-yaml limits its depth.
  const excess = text.includes('*') || isJson(text) ? exceededLimit(parsed) : undefined;
  if (excess !== undefined) throw new DocumentError(excess);
  const version = parsed['openapi'] ?? parsed['swagger'];
  // YAML reads 3.1 as a number.
  const isPlain = typeof version === 'string' || typeof version === 'number';
  if (!isPlain || !/^(3\.\d|2(\.0)?$)/.test(String(version))) {
    throw new DocumentError(
      version === undefined
        ? 'it has no "openapi" version, so it is not an OpenAPI document'
        : `it is OpenAPI ${quote(JSON.stringify(version))}, and only 3.x and 2.0 are understood`,
    );
  }
  if (!isRecord(parsed['paths'])) throw new DocumentError('it has no "paths"');
  const document: OpenApiDocument = { ...parsed, paths: parsed['paths'] };
  decodeNames(document);
  return document;
}

/**
 * Decodes the names that are shown unchanged and used as keys: the application's and the tags'. Rails escapes what it
 * renders into the document, so `Bits & Pieces` arrives as `Bits &amp; Pieces`. `plain-text.ts` decodes all other
 * texts.
 */
function decodeNames(document: OpenApiDocument): void {
  const { info, tags, paths } = document;
  if (isRecord(info) && typeof info['title'] === 'string') info['title'] = decode(info['title']);
  for (const tag of Array.isArray(tags) ? tags : []) {
    if (isRecord(tag) && typeof tag['name'] === 'string') tag['name'] = decode(tag['name']);
  }
  for (const item of Object.values(paths)) {
    if (!isRecord(item)) continue;
    for (const operation of Object.values(item)) {
      if (!isRecord(operation) || !Array.isArray(operation['tags'])) continue;
      operation['tags'] = operation['tags'].map((tag: unknown) =>
        typeof tag === 'string' ? decode(tag) : tag,
      );
    }
  }
}

/** A quotation from the document for a log line. */
function quote(text: string): string {
  return oneLine(text.slice(0, 200));
}

function isJson(text: string): boolean {
  return /^\s*\{/.test(text);
}

/** JSON is YAML too, but parsing it as YAML takes ten times as long. */
function readText(text: string): Repaired {
  try {
    if (isJson(text)) return { value: JSON.parse(text), repairs: [] };
  } catch {
    // YAML's flow style begins with a brace as well.
  }
  return readRepairing(text, readYaml);
}

/**
 * The application's name for people: `info.title` without a trailing "API", 80 characters at most.
 * @returns undefined where the document has no title
 */
export function documentTitle(document: OpenApiDocument): string | undefined {
  const info = document['info'];
  if (!isRecord(info) || typeof info['title'] !== 'string') return undefined;
  // Bullet Train's template titles the document "… API", but people know the application.
  const name = [
    ...quote(info['title'])
      .replace(/\s+/g, ' ')
      .replace(/(?<=\S)\s+API$/i, ''),
  ];
  if (name.length > LONGEST_NAME) name.splice(LONGEST_NAME - 1, Infinity, '…');
  return name.join('') || undefined;
}
