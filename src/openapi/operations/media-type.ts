/** A media type without its parameters (RFC 9110 §8.3.1). */
export function essenceOf(mediaType: string): string {
  return mediaType.replace(/;.*$/s, '').trim().toLowerCase();
}

/** Whether a media type is JSON under any name (RFC 6839 §3.1); ranges are not. */
export function isJsonType(mediaType: string): boolean {
  return /^(application\/(x-)?json|text\/(x-)?json|[\w.-]+\/[\w.*-]+\+json)$/.test(
    essenceOf(mediaType),
  );
}

/** Whether a media range such as `image/*` includes a media type (RFC 9110 §12.5.1). */
export function mediaRangeIncludes(range: string, mediaType: string): boolean {
  const [kind, subtype] = essenceOf(range).split('/');
  const [wantedKind, wantedSubtype] = essenceOf(mediaType).split('/');
  return (kind === '*' || kind === wantedKind) && (subtype === '*' || subtype === wantedSubtype);
}
