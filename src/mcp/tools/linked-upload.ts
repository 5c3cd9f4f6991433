import type { OpenedBody, StreamedBody } from '../../bullet-train/upstream.js';
import { ArgumentError } from '../../openapi/request/argument-error.js';
import { typeOfFile } from '../../openapi/request/file-types.js';
import type { BodyPiece, ExpectedFile, LinkedBody } from '../../openapi/request/linked-body.js';
import type { FileLinks } from '../../openapi/request/linked-file.js';
import { FetchError } from '../../public-fetch/fetch-error.js';
import { openDownload, type Download } from '../../public-fetch/open-download.js';
import type { Progress } from '../../request/progress.js';
import { CallError } from './call-error.js';

/** The bytes of a small upload, which is one request like any other. */
const WORTH_TELLING = 64_000;

export interface UploadLimits {
  /** Of all files of the call. */
  maxBytes: number;
  allowLoopback: boolean;
}

/**
 * A body whose files are fetched while it is sent: nothing is sent before all of them have begun to arrive, and what
 * arrives goes on at once. When a file breaks off, so does the request, and the application gets no whole body.
 * @returns the body, which throws CallError and ArgumentError
 */
export function streamUpload(
  body: LinkedBody,
  links: FileLinks,
  { maxBytes, allowLoopback }: UploadLimits,
  progress?: Progress,
): StreamedBody {
  return {
    open: async (signal) => {
      const budget = { all: maxBytes, left: maxBytes };
      const options = { budget, allowLoopback, signal };
      const opened = await Promise.allSettled(
        body.files.map(async (expected) => {
          const link = links.get(expected.file.id);
          if (link) return [expected, await openDownload(link, options)] as const;
          throw new ArgumentError(
            `"${expected.argument}" names an attached file without its link: give the file itself.`,
          );
        }),
      );
      const downloads = new Map(
        opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])),
      );
      try {
        opened.forEach((one, at) => {
          if (one.status === 'rejected') throw explain(one.reason, body.files[at], false);
        });
        return compose(body, downloads, progress);
      } catch (error) {
        closeAll(downloads);
        throw error;
      }
    },
  };
}

type Downloads = ReadonlyMap<ExpectedFile, Download>;

function compose(body: LinkedBody, downloads: Downloads, progress?: Progress): OpenedBody {
  const types = new Map(
    [...downloads].map(([file, { contentType }]) => [file, typeOfFile(file, contentType)]),
  );
  const pieces = body.write((file) => types.get(file) ?? 'application/octet-stream');
  const bytes = lengthOf(pieces, downloads);
  return {
    ...(bytes !== undefined && { bytes }),
    pieces: reportBytes(readPieces(pieces, downloads), bytes, progress),
    close: () => closeAll(downloads),
  };
}

/** @returns undefined where a host does not say how long its file is */
function lengthOf(pieces: readonly BodyPiece[], downloads: Downloads): number | undefined {
  let all = 0;
  for (const piece of pieces) {
    if (Buffer.isBuffer(piece)) all += piece.length;
    else {
      const bytes = downloads.get(piece.from)?.bytes;
      if (bytes === undefined) return undefined;
      all += piece.asBase64 ? Math.ceil(bytes / 3) * 4 : bytes;
    }
  }
  return all;
}

async function* readPieces(
  pieces: readonly BodyPiece[],
  downloads: Downloads,
): AsyncGenerator<Buffer> {
  for (const piece of pieces) {
    if (Buffer.isBuffer(piece)) yield piece;
    else {
      const file = downloads.get(piece.from)?.read() ?? [];
      try {
        yield* piece.asBase64 ? toBase64(file) : file;
      } catch (error) {
        throw explain(error, piece.from, true);
      }
    }
  }
}

/** Tells how many bytes the application has taken, once more of them follow. */
async function* reportBytes(
  pieces: AsyncIterable<Buffer>,
  total: number | undefined,
  progress: Progress | undefined,
): AsyncGenerator<Buffer> {
  let sent = 0;
  for await (const piece of pieces) {
    const ofAll = total === undefined ? '' : ` of ${kilobytes(total)}`;
    if (sent >= WORTH_TELLING) {
      progress?.report(sent, `${kilobytes(sent)}${ofAll} kB sent to the application`, total);
    }
    yield piece;
    sent += piece.length;
  }
}

function kilobytes(bytes: number): string {
  return Math.round(bytes / 1_000).toLocaleString('en');
}

/** Three bytes are four characters. */
async function* toBase64(file: AsyncIterable<Buffer> | Iterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of file) {
    const bytes = Buffer.concat([rest, piece]);
    const whole = bytes.length - (bytes.length % 3);
    rest = bytes.subarray(whole);
    yield Buffer.from(bytes.subarray(0, whole).toString('base64'));
  }
  yield Buffer.from(rest.toString('base64'));
}

function closeAll(downloads: Downloads): void {
  for (const download of downloads.values()) download.close();
}

/** @param hasBegun whether the application has got a part of the request */
function explain(error: unknown, file: ExpectedFile | undefined, hasBegun: boolean): unknown {
  if (!(error instanceof FetchError)) return error;
  const done = hasBegun
    ? 'The upload was broken off, so the application has not got the file, and nothing was done.'
    : 'Nothing was sent to the application.';
  return new CallError(
    `"${file?.argument}" could not be fetched from its link: ${error.message}. ${done} ${adviceOn(error)}`,
    undefined,
    { cause: error },
  );
}

function adviceOn({ message, status = 0 }: FetchError): string {
  if (/^it is (larger|empty)/.test(message)) {
    return 'Send another file, or let the person upload it in the application.';
  }
  if (status >= 400 && status < 500) {
    return 'The link has probably expired: call again with the file, so that there is a new one.';
  }
  return 'Call again with the file; if it fails again, tell the person.';
}
