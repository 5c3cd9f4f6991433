/**
 * Prints the section of CHANGELOG.md for a tag: `node scripts/release-notes.mjs v0.2.0`. Fails if it is empty, or if
 * package.json has another version, so that no release gets a wrong name.
 */
import { readFileSync } from 'node:fs';

const tag = process.argv[2] ?? '';
const { version } = JSON.parse(read('package.json'));
if (tag !== `v${version}`)
  end(`The tag is ${tag || 'not given'}, the version in package.json ${version}`);

const [, ...sections] = read('CHANGELOG.md').split(/^## /m);
const section = sections.find((text) => text.startsWith(`${version} `));
const notes = section?.slice(section.indexOf('\n')).trim();
if (!notes)
  end(
    `CHANGELOG.md has nothing for ${version}: \`npm run release\` dates what is under Unreleased`,
  );
console.log(notes);

function read(file) {
  return readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
}

function end(message) {
  console.error(message);
  process.exit(1);
}
