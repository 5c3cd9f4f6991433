import { randomBytes } from 'node:crypto';
import { writeExactly } from '../../values/exact-number.js';
import type { BodyPlan } from '../plan/plan-body.js';
import { isRecord } from '../../values/is-record.js';
import { readReference, type LinkedFile } from './linked-file.js';

/** A file that a body waits for. */
export interface ExpectedFile {
  file: LinkedFile;
  /** The argument that it was given as, for errors. */
  argument: string;
  /** The media types and ranges that the operation takes; empty for any. */
  types: readonly string[];
}

/** A piece of a body: bytes, or those of a file, which are fetched while the body is sent. */
export type BodyPiece = Buffer | { from: ExpectedFile; asBase64?: true };

/** A body with files whose bytes are not there yet. */
export interface LinkedBody {
  files: readonly ExpectedFile[];
  /** @param typeOf the media type of a file, known when it begins to arrive */
  write(typeOf: (file: ExpectedFile) => string): BodyPiece[];
}

/** Whether a body waits for files. */
export function isLinkedBody(body: string | Buffer | LinkedBody | undefined): body is LinkedBody {
  return body !== undefined && typeof body !== 'string' && !Buffer.isBuffer(body);
}

/** A body that is one file. */
export function fileAsBody(expected: ExpectedFile): LinkedBody {
  return { files: [expected], write: () => [{ from: expected }] };
}

/**
 * Writes JSON in which files by link stand as base64.
 * @returns undefined where there are none
 */
export function jsonWithLinks(
  { base64, wrapper }: BodyPlan,
  value: unknown,
): LinkedBody | undefined {
  if (!base64 || !isRecord(value)) return undefined;
  const fields = wrapper === undefined ? value : value[wrapper];
  if (!isRecord(fields)) return undefined;
  const files: ExpectedFile[] = [];
  // No text of the person's can hold it.
  const mark = `file-${randomBytes(16).toString('hex')}`;
  const marked = Object.entries(fields).map(([name, given]): [string, unknown] => {
    const file = base64.includes(name) ? readReference(given) : undefined;
    if (!file) return [name, given];
    files.push({ file, argument: name, types: [] });
    return [name, mark];
  });
  if (files.length === 0) return undefined;
  const written = Object.fromEntries(marked);
  const text = writeExactly(wrapper === undefined ? written : { ...value, [wrapper]: written });
  const parts = text.split(mark);
  return {
    files,
    write: () =>
      parts.flatMap((part, at): BodyPiece[] => {
        const from = files[at];
        return from ? [Buffer.from(part), { from, asBase64: true }] : [Buffer.from(part)];
      }),
  };
}
