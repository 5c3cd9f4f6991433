/** A part of this length reveals a secret; a shorter one may be any word. */
const PART = 16;

/** Every part of every known secret, in every encoding, with the secret's first letters. */
const parts = new Map<string, string>();

/** Adds values that no log, error or URL may contain: whole, in parts, in base64 or percent-encoded. */
export function plant(...secrets: unknown[]): void {
  for (const secret of secrets) {
    if (typeof secret !== 'string' || secret.length < PART || parts.has(secret.slice(0, PART))) {
      continue;
    }
    for (const form of formsOf(secret)) {
      for (let at = 0; at + PART <= form.length; at++) {
        parts.set(form.slice(at, at + PART), `${secret.slice(0, 4)}…`);
      }
    }
  }
}

/** @returns the first letters of each secret of which the text contains a part */
export function secretsIn(text: string): string[] {
  const found = new Set<string>();
  for (let at = 0; at + PART <= text.length; at++) {
    const secret = parts.get(text.slice(at, at + PART));
    if (secret !== undefined) found.add(secret);
  }
  return [...found];
}

/** The base64 of a text differs at each of three offsets. */
function formsOf(secret: string): string[] {
  const shifted = ['', '-', '--'].map((before) => Buffer.from(before + secret));
  const base64 = shifted.flatMap((bytes) =>
    (['base64', 'base64url'] as const).map((encoding) => bytes.toString(encoding).slice(4, -4)),
  );
  return [secret, encodeURIComponent(secret), ...base64];
}
