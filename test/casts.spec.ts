import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import ts from 'typescript';

const root = new URL('../', import.meta.url);

/** The sources of `src/` and `scripts/`, without specs. */
const files = ['src/', 'scripts/'].flatMap((folder) =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .map((name) => folder + name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.ts') && !/\.(spec|d)\.ts$/.test(name)),
);

/** A cast (`x as T`, not `as const`) or a non-null assertion (`x!`): what the compiler is told instead of shown. */
function isCast(node: ts.Node): boolean {
  if (ts.isNonNullExpression(node)) return true;
  return ts.isAsExpression(node) && !ts.isConstTypeReference(node.type);
}

/** @returns the casts whose line, and the line above, have no comment */
function castsWithoutReason(name: string, text: string): string[] {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const lines = text.split('\n');
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isCast(node)) {
      const first = source.getLineAndCharacterOfPosition(node.getStart()).line;
      const last = source.getLineAndCharacterOfPosition(node.getEnd()).line;
      const isExplained =
        /\/\/ |\*\//.test(lines[last] ?? '') || /^\s*(\/\/|\/\*|\*)/.test(lines[first - 1] ?? '');
      if (!isExplained) found.push(`${name}:${last + 1} ${lines[last]?.trim()}`);
    }
    node.forEachChild(visit);
  };
  visit(source);
  return found;
}

it('every cast in the sources has its reason in the line or above it', () => {
  expect(files.length).toBeGreaterThan(400);
  const texts = files.map((name) => [name, readFileSync(new URL(name, root), 'utf8')] as const);
  expect(texts.flatMap(([name, text]) => castsWithoutReason(name, text))).toEqual([]);
});

it.each([
  ['a cast', 'const one = two as Three;', 1],
  ['an assertion', 'const one = two!;', 1],
  ['a constant', 'const one = [two] as const;', 0],
  ['a reason in the line', 'const one = two!; // two is there', 0],
  ['a reason above', '// two is there\nconst one = two!;', 0],
])('the search for casts without a reason counts %s', (_what, text, count) => {
  expect(castsWithoutReason('one.ts', text)).toHaveLength(count);
});
