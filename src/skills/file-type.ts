import { isUtf8 } from 'node:buffer';
import { extname } from 'node:path';

const TYPES: Record<string, string> = {
  '.md': 'text/markdown',
  '.txt': 'text/plain',
  '.csv': 'text/csv',
  '.json': 'application/json',
  '.yaml': 'application/yaml',
  '.yml': 'application/yaml',
  '.html': 'text/html',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.pdf': 'application/pdf',
};

/** @returns the media type of a file, by its name; where that says nothing, by whether its bytes are text */
export function typeOfFile(path: string, content: Buffer): string {
  const known = TYPES[extname(path).toLowerCase()];
  return known ?? (isUtf8(content) ? 'text/plain' : 'application/octet-stream');
}
