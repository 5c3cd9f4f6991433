import type { FileBody } from './response-body.js';
import { structuredResult, type LinkContent, type ToolResult } from './tool-result.js';

/** The size of a file that is passed on; people open larger ones in the application. */
const MAX_BYTES = 1_000_000;
/** Image types that models can see; others become resources. */
const PICTURES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/**
 * A file as a model and its client get it: what it is as JSON, `{ name, content_type, bytes }`, and beside it the file
 * itself, a picture as an image, all else as an embedded resource (MCP 2025-11-25, tools, "Tool Result").
 * @param uri the URI of the embedded resource
 * @param place whether `resources/read` fetches the same file at that URI: then a large one is a link to it; and
 *   whether the result is for `resources/read`, which gets all of it
 */
export function fileResult(
  { mediaType, name, bytes }: FileBody,
  uri: string,
  { isReadable = false, isWhole = false }: { isReadable?: boolean; isWhole?: boolean } = {},
): ToolResult {
  const about = {
    ...(name !== undefined && { name }),
    content_type: mediaType,
    bytes: bytes.length,
  };
  if (bytes.length > MAX_BYTES && !isWhole) {
    const size = `The file has ${bytes.length.toLocaleString('en')} bytes, and no more than ${MAX_BYTES.toLocaleString('en')} are passed on`;
    const otherWay = isReadable
      ? ' here: the link beside this reads it (resources/read). Or tell'
      : '. Tell';
    const note = `${size}${otherWay} the person to open it in the application.`;
    const { content, structuredContent } = structuredResult({ ...about, note });
    if (!isReadable) return { content, structuredContent };
    return { content: [...content, linkTo(uri, name, mediaType, bytes.length)], structuredContent };
  }
  const { content, structuredContent } = structuredResult(about);
  const data = bytes.toString('base64');
  return { content: [...content, contentOf(data, mediaType, uri, name)], structuredContent };
}

function linkTo(
  uri: string,
  name: string | undefined,
  mimeType: string,
  size: number,
): LinkContent {
  const lastOfPath = uri.replace(/^.*\//s, '');
  return { type: 'resource_link', uri, name: name ?? lastOfPath, mimeType, size };
}

function contentOf(data: string, mimeType: string, uri: string, name: string | undefined) {
  if (PICTURES.includes(mimeType)) return { type: 'image', data, mimeType } as const;
  const ending = name === undefined ? '' : `#${encodeURIComponent(name)}`;
  return { type: 'resource', resource: { uri: uri + ending, mimeType, blob: data } } as const;
}
