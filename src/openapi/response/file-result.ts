import type { FileBody } from './response-body.js';
import { structuredResult, type ToolResult } from './tool-result.js';

/** The size of a file that is passed on; people open larger ones in the application. */
const MAX_BYTES = 1_000_000;
/** Image types that models can see; others become resources. */
const PICTURES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/**
 * A file as a model and its client get it: what it is as JSON, `{ name, content_type, bytes }`, and beside it the file
 * itself, a picture as an image, all else as an embedded resource (MCP 2025-11-25, tools, "Tool Result").
 * @param uri the URI of the embedded resource
 */
export function fileResult({ mediaType, name, bytes }: FileBody, uri: string): ToolResult {
  const about = {
    ...(name !== undefined && { name }),
    content_type: mediaType,
    bytes: bytes.length,
  };
  if (bytes.length > MAX_BYTES) {
    const note = `The file has ${bytes.length.toLocaleString('en')} bytes, and no more than ${MAX_BYTES.toLocaleString('en')} are passed on. Tell the person to open it in the application.`;
    return structuredResult({ ...about, note });
  }
  const { content, structuredContent } = structuredResult(about);
  const data = bytes.toString('base64');
  return { content: [...content, contentOf(data, mediaType, uri, name)], structuredContent };
}

function contentOf(data: string, mimeType: string, uri: string, name: string | undefined) {
  if (PICTURES.includes(mimeType)) return { type: 'image', data, mimeType } as const;
  const ending = name === undefined ? '' : `#${encodeURIComponent(name)}`;
  return { type: 'resource', resource: { uri: uri + ending, mimeType, blob: data } } as const;
}
