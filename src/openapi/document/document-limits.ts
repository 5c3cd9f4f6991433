/** The depth at which js-yaml stops too; a schema of ten levels reaches 30. */
const MAX_DEPTH = 100;
/** The size of a document with its YAML aliases expanded: several times the largest that is fetched. */
const MAX_CHARS = 40_000_000;

interface Measure {
  chars: number;
  height: number;
}

/** A part that is being measured. */
const OPEN = Symbol('open');

/**
 * Measures a parsed document as if its YAML aliases were expanded; each shared part is visited once.
 * @returns which limit the document exceeds, as the end of a sentence; undefined where it exceeds none
 */
export function exceededLimit(document: object): string | undefined {
  const measured = new Map<object, Measure | typeof OPEN>();

  function measure(value: object, depth: number): Measure {
    const known = measured.get(value);
    if (known === OPEN) throw new Excess('a YAML alias in it leads back to itself');
    if (known) return checked(known, depth);
    measured.set(value, OPEN);
    const sum = { chars: 2, height: 1 };
    checked(sum, depth);
    const keys = Array.isArray(value) ? undefined : Object.keys(value);
    const parts: unknown[] = Object.values(value);
    for (let index = 0; index < parts.length; index += 1) {
      sum.chars += keys ? (keys[index]?.length ?? 0) + 4 : 1;
      const part = parts[index];
      if (typeof part === 'object' && part !== null) {
        const { chars, height } = measure(part, depth + 1);
        sum.chars += chars;
        sum.height = Math.max(sum.height, height + 1);
      } else sum.chars += typeof part === 'string' ? part.length + 2 : 5;
    }
    measured.set(value, sum);
    return checked(sum, depth);
  }

  try {
    measure(document, 0);
    return undefined;
  } catch (error) {
    if (error instanceof Excess) return error.message;
    throw error;
  }
}

function checked(measure: Measure, depth: number): Measure {
  if (depth + measure.height > MAX_DEPTH) {
    throw new Excess(`it is nested more than ${MAX_DEPTH} levels deep`);
  }
  if (measure.chars > MAX_CHARS) throw new Excess('its YAML aliases make far too much of it');
  return measure;
}

class Excess extends Error {}
