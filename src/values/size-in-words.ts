const MB = 1024 * 1024;

/** @returns a number of bytes as people read it: `25 MB`, `1.5 MB`, `700 KB` */
export function sizeInWords(bytes: number): string {
  return bytes < MB ? `${Math.ceil(bytes / 1024)} KB` : `${Number((bytes / MB).toFixed(1))} MB`;
}
