import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeDocument } from './document.mjs';

const shared = (name) => fileURLToPath(new URL(`../../shared/openapi/${name}`, import.meta.url));

/** Documents of real applications, which are not part of this project; without them the bench generates similar ones. */
const DOCUMENTS = {
  starter: { file: shared('starter-v1.yaml'), resource: 'thing', operations: 29 },
  clickfunnels: { file: shared('clickfunnels-v2.yaml'), resource: 'contact', operations: 204 },
  550: { operations: 550 },
  1223: { operations: 1_223 },
};

/** @returns {{ name: string, file: string, resource: string, operations: number }} of a document by its name */
export function documentOf(name, directory) {
  const { file, resource, operations } = DOCUMENTS[name];
  if (file && existsSync(file)) return { name, file, resource, operations };
  const generated = join(directory, `${operations}-operations.yaml`);
  writeFileSync(generated, writeDocument(operations));
  return { name, file: generated, resource: 'project', operations };
}
