/** A media type without its parameters (RFC 9110 §8.3.1). */
export function essenceOf(mediaType: string): string {
  return mediaType.split(';', 1)[0]!.trim().toLowerCase();
}

/** JSON in any of its names (RFC 6839 §3.1); a range such as any type at all is none of them. */
export function isJsonType(mediaType: string): boolean {
  return /^(application\/(x-)?json|text\/(x-)?json|[\w.-]+\/[\w.*-]+\+json)$/.test(
    essenceOf(mediaType),
  );
}

/** Whether a type or a range such as `image/*` takes in a type. */
export function mediaRangeIncludes(range: string, mediaType: string): boolean {
  const [kind, subtype] = essenceOf(range).split('/');
  const [wantedKind, wantedSubtype] = essenceOf(mediaType).split('/');
  return (kind === '*' || kind === wantedKind) && (subtype === '*' || subtype === wantedSubtype);
}
