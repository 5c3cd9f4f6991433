/** A part of a secret of this length gives it away; whatever is shorter is a word like any other. */
const PART = 16;

/** Every part of every secret that the tests of this file know, in every form, and the secret's first letters. */
const parts = new Map<string, string>();

/** Makes values known that no log, error or address may hold: whole, in parts, in base64 or percent-encoded. */
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

/** @returns the first letters of each secret of which a text holds a part */
export function secretsIn(text: string): string[] {
  const found = new Set<string>();
  for (let at = 0; at + PART <= text.length; at++) {
    const secret = parts.get(text.slice(at, at + PART));
    if (secret !== undefined) found.add(secret);
  }
  return [...found];
}

/** In base64 a text looks different at each of three offsets. */
function formsOf(secret: string): string[] {
  const shifted = ['', '-', '--'].map((before) => Buffer.from(before + secret));
  const base64 = shifted.flatMap((bytes) =>
    (['base64', 'base64url'] as const).map((encoding) => bytes.toString(encoding).slice(4, -4)),
  );
  return [secret, encodeURIComponent(secret), ...base64];
}
