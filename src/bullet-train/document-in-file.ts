import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { detailsOf } from '../values/error-details.js';
import { DocumentProblem } from './document-problem.js';
import { MAX_DOCUMENT_BYTES, type FetchedDocument } from './fetched-document.js';

const REASONS: Record<string, string> = {
  ENOENT: 'there is no such file',
  EACCES: 'this user may not read it',
  EISDIR: 'it is a folder',
};

/**
 * Reads a file that the operator chose.
 * @param name a path, relative to the current folder, or a `file:` URL
 * @param version of the file as it was read last
 * @returns undefined when the file has not changed
 * @throws DocumentProblem
 */
export async function readFromFile(
  name: string,
  version: string | undefined,
): Promise<FetchedDocument | undefined> {
  const problem = (what: string, options?: ErrorOptions) =>
    new DocumentProblem(`${name} cannot be read: ${what}`, 'correct the path or the file', options);
  try {
    const path = /^file:/i.test(name) ? fileURLToPath(name) : name;
    const { mtimeMs, size, ino } = await stat(path);
    const found = [mtimeMs, size, ino].join(' ');
    if (found === version) return undefined;
    if (size > MAX_DOCUMENT_BYTES) throw problem('it has more than 10 MB');
    return { text: await readFile(path, 'utf8'), version: found };
  } catch (error) {
    if (error instanceof DocumentProblem) throw error;
    const { code = '', message } = detailsOf(error);
    throw problem(REASONS[code] ?? message, { cause: error });
  }
}
