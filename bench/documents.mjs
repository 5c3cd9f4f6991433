import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeDocument } from './document.mjs';

/** A real application's, and not part of this project. */
const CLICKFUNNELS = fileURLToPath(
  new URL('../../shared/openapi/clickfunnels-v2.yaml', import.meta.url),
);

/** @returns the file with a document of so many operations, or nothing when it is not there */
export function documentOf(size, directory) {
  if (size === 204) return existsSync(CLICKFUNNELS) ? CLICKFUNNELS : undefined;
  const file = join(directory, `${size}-operations.yaml`);
  writeFileSync(file, writeDocument(size));
  return file;
}
