/** As deep as js-yaml reads; a schema of ten levels is at 30. */
const MAX_DEPTH = 100;
/** What a document may be in full, its YAML aliases written out: several times the largest that is fetched. */
const MAX_CHARS = 40_000_000;

interface Measure {
  chars: number;
  height: number;
}

/**
 * Measures a parsed document with its YAML aliases written out, each shared part once.
 * @returns why it must not be worked with, or undefined
 */
export function findExcess(document: unknown): string | undefined {
  const measured = new Map<object, Measure>();
  const open = new Set<object>();

  function measure(value: unknown, depth: number): Measure {
    if (typeof value === 'string') return { chars: value.length + 2, height: 0 };
    if (typeof value !== 'object' || value === null) return { chars: 5, height: 0 };
    const known = measured.get(value);
    if (known) return checked(known, depth);
    if (open.has(value)) throw new Excess('a YAML alias in it leads back to itself');
    open.add(value);
    checked({ chars: 0, height: 1 }, depth);
    const sum = { chars: 2, height: 1 };
    for (const [key, inner] of Object.entries(value)) {
      const { chars, height } = measure(inner, depth + 1);
      sum.chars += chars + (Array.isArray(value) ? 1 : key.length + 4);
      sum.height = Math.max(sum.height, height + 1);
    }
    open.delete(value);
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
