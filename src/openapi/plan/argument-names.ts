import { memoize } from '../../values/memoize.js';
import { hasNonLatinLetters, shortHash, withoutAccents } from '../../values/latin.js';
import type { JsonSchema } from '../schema/schema-keywords.js';

/** An argument that has a destination but no final name yet. */
export interface PlannedArgument<Destination> {
  name: string;
  place: 'path' | 'query' | 'header' | 'body' | 'list';
  schema: JsonSchema;
  required: boolean;
  destination: Destination;
}

/** Which argument keeps the plain name when several share it: the first. */
const PRECEDENCE: PlannedArgument<unknown>['place'][] = ['path', 'query', 'header', 'body', 'list'];

/**
 * Names the arguments. The first by place keeps its plain name; another gets its place as a prefix, `body_id`, and a
 * number where that name is taken: `body_id_2`.
 * @returns one unique name for each argument, in their order
 */
export function nameArguments(args: readonly PlannedArgument<unknown>[]): string[] {
  const names = new Map<PlannedArgument<unknown>, string>();
  const taken = new Set<string>();
  const give = (argument: PlannedArgument<unknown>, name: string) => {
    names.set(argument, name);
    taken.add(name);
  };
  const inOrder = PRECEDENCE.flatMap((place) =>
    args.filter((argument) => argument.place === place),
  );
  for (const argument of inOrder) {
    const plain = argumentName(argument.name);
    if (!taken.has(plain)) give(argument, plain);
  }
  for (const argument of inOrder) {
    if (names.has(argument)) continue;
    const placed = `${argument.place}_${argumentName(argument.name)}`;
    let name = placed.slice(0, MAX_LENGTH);
    for (let number = 2; taken.has(name); number++) {
      name = `${placed.slice(0, MAX_LENGTH - 5)}_${number}`;
    }
    give(argument, name);
  }
  // Both loops together name every argument.
  return args.map((argument) => names.get(argument)!);
}

const MAX_LENGTH = 64;

/**
 * Replaces characters that model providers do not allow: `filter[id]` → `filter_id`. A name in another script becomes
 * its Latin part and a hash, so it does not depend on other arguments: `名前` → `arg_5a3f0c`.
 */
const argumentName = memoize((name) => {
  const plain = withoutAccents(name)
    .replace(/[^a-zA-Z0-9_.-]+/g, '_')
    .replace(/^_+(?=.)|_+$/g, '');
  if (hasNonLatinLetters(name))
    return `${plain.slice(0, MAX_LENGTH - 11) || 'arg'}_${shortHash(name)}`.replace(
      /^(?=[^a-zA-Z])/,
      '_',
    );
  const started = /^[a-zA-Z]/.test(plain) ? plain : plain && `_${plain}`;
  return started.slice(0, MAX_LENGTH) || 'value';
});
