/** @returns what every client takes as a name and a shell as one word: lower case, digits and dashes */
export function connectionName(applicationName: string): string {
  const plain = applicationName
    // Letters lose their accents rather than go.
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return plain.slice(0, 32).replace(/-+$/, '') || 'bullet-train';
}
