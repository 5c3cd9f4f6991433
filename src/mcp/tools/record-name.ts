/** What people call a record by, the most telling first. */
const NAMES = ['name', 'title', 'label', 'subject', 'number', 'email', 'slug'];
/** … and a person, where the record has no name of one piece. */
const PARTS = ['first_name', 'last_name'];

/** @returns what people call a record; undefined where no field of it says so */
export function recordName(record: Readonly<Record<string, unknown>>): string | undefined {
  const texts = (names: readonly string[]) =>
    names.flatMap((name) => {
      const value = record[name];
      return typeof value === 'string' && value.trim() !== '' ? [value.trim()] : [];
    });
  const [called] = texts(NAMES.slice(0, 3));
  const parts = texts(PARTS).join(' ');
  return called ?? (parts || texts(NAMES)[0]);
}
