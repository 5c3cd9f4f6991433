import { essenceOf, mediaRangeIncludes } from '../operations/media-type.js';
import { ArgumentError } from './argument-error.js';
import type { ExpectedFile } from './linked-body.js';

/** What hosts say that do not look into their files. */
const UNKNOWN = /^(application|binary)\/(octet-stream|x-binary|force-download)$/;
const MEDIA_RANGE = /^[\w.+-]+\/([\w.+-]+|\*)$/;
const OTHER_NAMES: Readonly<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'image/x-png': 'image/png',
  'application/x-pdf': 'application/pdf',
  'application/x-zip-compressed': 'application/zip',
  'audio/mp3': 'audio/mpeg',
  'audio/x-wav': 'audio/wav',
  'application/csv': 'text/csv',
  'application/x-yaml': 'application/yaml',
};

/**
 * Decides of which media type a file is: as the client says, or else as the host of its link does.
 * @param served the host's Content-Type
 * @throws ArgumentError when the two contradict each other, or the operation does not take such a file
 */
export function typeOfFile(
  { file, argument, types }: ExpectedFile,
  served: string | undefined,
): string {
  const found = plain(served ?? '');
  const said = plain(file.contentType ?? '');
  const isKnown = found !== '' && !UNKNOWN.test(found);
  if (isKnown && said !== '' && !UNKNOWN.test(said) && !agree(said, found)) {
    throw new ArgumentError(
      `"${argument}" was not sent: its mime_type says ${said}, but its link leads to ${found}. It may have expired: let the person attach the file again.`,
    );
  }
  const type = said !== '' && !UNKNOWN.test(said) ? said : isKnown ? found : '';
  // An operation that takes bytes takes every file.
  const isTaken =
    types.length === 0 ||
    types.some((range) => UNKNOWN.test(plain(range)) || mediaRangeIncludes(plain(range), type));
  if (type !== '' && !isTaken) {
    throw new ArgumentError(
      `"${argument}" was not sent: it is ${type}, and the operation takes ${types.join(' or ')}.`,
    );
  }
  return type === '' ? 'application/octet-stream' : type;
}

/** Hosts often serve every text as plain text, but never a page in place of a file. */
function agree(said: string, found: string): boolean {
  const isBinary = /^(image|audio|video|font)\//.test(said);
  return said === found || (found === 'text/plain' && !isBinary);
}

/** @returns an empty text for what is no media type: it stands in a header of the part */
function plain(mediaType: string): string {
  const essence = essenceOf(mediaType);
  return MEDIA_RANGE.test(essence) ? (OTHER_NAMES[essence] ?? essence) : '';
}
