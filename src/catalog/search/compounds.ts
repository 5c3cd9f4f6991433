/** Shorter parts are found in words that have nothing to do with them. */
const SHORTEST_PART = 4;
const SHORTEST = 9;
/** What German puts between the parts of a word, and the end of a plural. */
const LINKS = ['', 's', 'es', 'n', 'en', 'er'];

/**
 * Takes words apart that are made of others, as `Rechnungspositionen` is, where the document has the parts as well.
 * @returns the parts of a word; none where it is not made of two
 */
export function compoundSplitter(words: Iterable<string>): (word: string) => string[] {
  const known = new Set<string>();
  for (const word of words) if (word.length >= SHORTEST_PART) known.add(word);
  return (word) => {
    if (word.length < SHORTEST) return [];
    for (let at = SHORTEST_PART; at <= word.length - SHORTEST_PART; at += 1) {
      const first = formOf(word.slice(0, at), known);
      const second = formOf(word.slice(at), known);
      if (first !== undefined && second !== undefined) return [first, second];
    }
    return [];
  };
}

/** The form of the word that the document uses: for `Rechnungs`, `Rechnung`. */
function formOf(part: string, known: ReadonlySet<string>): string | undefined {
  return LINKS.filter((link) => part.endsWith(link))
    .map((link) => part.slice(0, part.length - link.length))
    .find((form) => known.has(form));
}
