import { expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path/posix';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const [, buildStage = '', ...others] = read('Dockerfile').split(/^FROM /m);
/** What the Dockerfile takes from the repository. */
const copiedIn = (stage: string) => [
  ...[...stage.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names]) => names!.split(' ')),
  ...[...stage.matchAll(/--mount=type=bind,source=([^,\s]+)/g)].map(([, name]) => name!),
];
const COPIED = copiedIn(buildStage);
const manifest = JSON.parse(read('package.json')) as {
  scripts: Record<string, string>;
  files: string[];
};

/** @returns the file and every file of the repository that it imports */
function withImports(file: string): string[] {
  const imports = [...read(file).matchAll(/from '(\.[^']+)'/g)].map(([, path]) => path!);
  return [file, ...imports.flatMap((path) => withImports(join(file, '..', path)))];
}

it.each([...COPIED, ...others.flatMap(copiedIn)])('the image can copy %s', (name) => {
  expect(existsSync(join(ROOT, name))).toBe(true);
  const [top = ''] = name.replace('./', '').split('/');
  const allowed = read('.dockerignore').split('\n');
  expect([`!${name.replace('./', '')}`, `!${top}`].some((line) => allowed.includes(line))).toBe(
    true,
  );
});

it('the image has every file that `npm run build` takes', () => {
  const { build = '', compile = '' } = manifest.scripts;
  const scripts = `${build} ${compile}`.match(/scripts\/[\w.-]+/g)!;
  const needed = [...scripts.flatMap(withImports), 'tsconfig.json', 'tsconfig.build.json'];
  const copied = COPIED.map((name) => name.replace('./', ''));
  expect(needed.filter((file) => !copied.includes(file))).toEqual([]);
});

it('the image and the npm package hold the same files to run', () => {
  const image = others.join('\n');
  expect(image).toContain('COPY bin ./bin');
  for (const folder of ['bin', 'dist/bundle', 'dist/views/view.html']) {
    expect(manifest.files).toContain(folder);
    expect(image).toContain(`${folder} ./${folder}`);
  }
});
