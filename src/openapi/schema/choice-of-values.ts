import { isRecord } from '../../values/is-record.js';
import type { JsonSchema } from './schema-keywords.js';
import { splitIdentifier } from '../document/path-words.js';

type Source = Record<string, unknown>;

/** The values of an enumeration, and a name for each where the document gives one that says more than the value. */
export interface ValueChoice {
  values: unknown[];
  names: (string | undefined)[];
}

/**
 * Reads variants that are nothing but constants, `oneOf: [{const: 1, title: DAY}, …]`, as values with names.
 * @returns undefined where a variant is more than its values
 */
export function choiceOfValues(variants: readonly unknown[]): ValueChoice | undefined {
  const choice: ValueChoice = { values: [], names: [] };
  for (const variant of variants) {
    if (!isRecord(variant)) return undefined;
    const values = valuesOf(variant);
    if (!values) return undefined;
    const name = [variant['title'], variant['description']].find(isText);
    for (const value of values) {
      choice.values.push(value);
      choice.names.push(values.length === 1 ? nameOf(value, name) : undefined);
    }
  }
  return choice;
}

/** Keywords that a variant may have and still be nothing but its values. */
const BESIDE_VALUES = new Set(
  'const enum type title description deprecated example examples default format nullable x-nullable'.split(
    ' ',
  ),
);

function valuesOf(variant: Source): unknown[] | undefined {
  if (variant['type'] === 'null') return [null];
  const isPlain = Object.keys(variant).every(
    (key) => BESIDE_VALUES.has(key) || key.startsWith('x-') || key.startsWith('$comment'),
  );
  if (!isPlain) return undefined;
  if (Object.hasOwn(variant, 'const')) return [variant['const']];
  return Array.isArray(variant['enum']) && variant['enum'].length > 0 ? variant['enum'] : undefined;
}

/** Extensions in which generators write the names or descriptions of `enum` values. */
const NAME_LISTS = [
  'x-enum-descriptions',
  'x-enumDescriptions',
  'x-enum-varnames',
  'x-enumNames',
  'x-enum-names',
  'enumNames',
];

/** Reads the names of `enum` values from the extensions beside it; undefined where there are none. */
export function namesBeside(source: Source, values: readonly unknown[]): ValueChoice | undefined {
  const lists = NAME_LISTS.filter((key) => Object.hasOwn(source, key)).map((key) => source[key]);
  const microsoft = source['x-ms-enum'];
  if (isRecord(microsoft) && Array.isArray(microsoft['values'])) {
    lists.push(
      Object.fromEntries(
        microsoft['values']
          .filter(isRecord)
          .map((one) => [String(one['value']), one['description'] ?? one['name']]),
      ),
    );
  }
  for (const list of lists) {
    const names = values.map((value, index) => {
      const said: unknown = Array.isArray(list)
        ? list[index]
        : isRecord(list) && Object.hasOwn(list, String(value))
          ? list[String(value)]
          : undefined;
      return isText(said) ? nameOf(value, said) : undefined;
    });
    if (names.some((name) => name !== undefined)) return { values: [...values], names };
  }
  return undefined;
}

function nameOf(value: unknown, name: string | undefined): string | undefined {
  if (name === undefined || value === null) return undefined;
  const isSame = name === String(value) || sameWords(name, String(value));
  return isSame ? undefined : name.trim();
}

function sameWords(one: string, other: string): boolean {
  const words = splitIdentifier(one).join('');
  return words !== '' && words === splitIdentifier(other).join('');
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

/** Adds the names of the schema's `enum` values as `enumNames`, in their order. */
export function withValueNames(schema: JsonSchema, choice: ValueChoice | undefined): JsonSchema {
  if (!choice || !schema.enum) return schema;
  const byValue = new Map(choice.values.map((value, index) => [value, choice.names[index]]));
  const names = schema.enum.map((value) => byValue.get(value) ?? '');
  return names.some(Boolean) ? { ...schema, enumNames: names } : schema;
}
