/** @returns a name that every client accepts and a shell reads as one word: lower case, digits and dashes */
export function connectionName(applicationName: string): string {
  const plain = applicationName
    // Letters lose their accents instead of being dropped.
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return plain.slice(0, 32).replace(/-+$/, '') || 'bullet-train';
}
