import { isUtf8 } from 'node:buffer';

/**
 * Decodes base64 in either alphabet (RFC 4648 §4 and §5), broken into lines or not, with its padding or without.
 * @returns undefined for text that is not base64, or has left-over bits that no encoder writes
 */
export function decodeBase64(text: string): Buffer | undefined {
  const packed = text.replace(/\s+/g, '');
  const [, digits, padding = ''] = /^([A-Za-z0-9+/]+|[A-Za-z0-9_-]+)(={1,2})?$/.exec(packed) ?? [];
  if (digits === undefined || (padding !== '' && packed.length % 4 !== 0)) return undefined;
  const bytes = Buffer.from(digits, 'base64');
  const plain = digits.replaceAll('-', '+').replaceAll('_', '/');
  return bytes.toString('base64').replace(/=+$/, '') === plain ? bytes : undefined;
}

/**
 * Decodes text that was meant as a file's content. A name such as `README` decodes too, to garbage: short text counts
 * only if it decodes to text or to the beginning of a known kind of file.
 */
export function decodeContent(text: string): Buffer | undefined {
  const bytes = decodeBase64(text);
  if (!bytes) return undefined;
  return isReadable(bytes) || hasSignature(bytes) || isLong(text) ? bytes : undefined;
}

/** Whether a value is base64, for a field that holds bytes such as a key or a digest: anything but a word may be. */
export function isBase64(text: string): boolean {
  const bytes = decodeBase64(text);
  if (!bytes) return false;
  const packed = text.replace(/\s+/g, '');
  const isWord = /^([A-Z]?[a-z]+|[A-Z]+)$/.test(packed);
  return isReadable(bytes) || (!isWord && (packed.length % 4 === 0 || /\d/.test(packed)));
}

/** Longer than names, paths and digests, in lines of one length, as prose is not. */
function isLong(text: string): boolean {
  const lines = text.trim().split(/\s+/);
  const [{ length: width } = { length: 0 }] = lines;
  const isEven = lines.slice(0, -1).every((line) => line.length === width);
  const isDigest = /^(?=.*\d)([0-9a-f]+|[0-9A-F]+)$/.test(text.trim());
  const isLastShorter = (lines.at(-1)?.length ?? 0) <= width;
  return text.length >= 64 && isEven && isLastShorter && !isDigest;
}

function isReadable(bytes: Buffer): boolean {
  return isUtf8(bytes) && !/[^\P{Cc}\t\n\f\r]/u.test(bytes.toString('utf8'));
}

/** PNG, JPEG, GIF, PDF, ZIP (and office documents), gzip, RIFF (WebP, WAV), TIFF, MP3, Ogg, BMP. */
const SIGNATURES = [
  '89504e47',
  'ffd8ff',
  '47494638',
  '25504446',
  '504b0304',
  '1f8b08',
  '52494646',
  '49492a00',
  '4d4d002a',
  '494433',
  '4f676753',
  '424d',
];

function hasSignature(bytes: Buffer): boolean {
  const start = bytes.subarray(0, 4).toString('hex');
  return SIGNATURES.some((signature) => start.startsWith(signature));
}
