import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { DocumentProblem } from './document-problem.js';
import { MAX_DOCUMENT_BYTES, type FetchedDocument } from './fetched-document.js';

const REASONS: Record<string, string> = {
  ENOENT: 'there is no such file',
  EACCES: 'this user may not read it',
  EISDIR: 'it is a folder',
};

/**
 * Reads a file that the operator has chosen.
 * @param name a path, from the folder where the program was started, or a file: address
 * @param version of the file that is known already
 * @returns undefined when it is as it was
 * @throws DocumentProblem
 */
export async function readFromFile(
  name: string,
  version: string | undefined,
): Promise<FetchedDocument | undefined> {
  const problem = (what: string, options?: ErrorOptions) =>
    new DocumentProblem(`${name} cannot be read: ${what}`, 'mend the path or the file', options);
  try {
    const path = /^file:/i.test(name) ? fileURLToPath(name) : name;
    const { mtimeMs, size, ino } = await stat(path);
    const found = [mtimeMs, size, ino].join(' ');
    if (found === version) return undefined;
    if (size > MAX_DOCUMENT_BYTES) throw problem('it has more than 10 MB');
    return { text: await readFile(path, 'utf8'), version: found };
  } catch (error) {
    if (error instanceof DocumentProblem) throw error;
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw problem(REASONS[code] ?? message, { cause: error });
  }
}
