/**
 * A plugin of the bundler: which packages are in what is shipped, whether their licences let us ship them, and the
 * notices that those licences ask for, in THIRD-PARTY-NOTICES.txt beside the bundle. Fails the build for a package
 * without a licence text, and for a licence that nobody has allowed here.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ALLOWED = new Set(['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'Apache-2.0']);
ALLOWED.add('BlueOak-1.0.0');

/** The innermost package folder of a module's path; a scope belongs to the name. */
const PACKAGE = /^(.*node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/;

export const thirdParty = {
  name: 'third-party',
  generateBundle(_options, files) {
    const folders = new Set();
    for (const { modules = {} } of Object.values(files)) {
      for (const id of Object.keys(modules)) {
        // Names of the bundler's own modules begin with a zero byte.
        const [, folder] = PACKAGE.exec(id.replace(/^\0/, '')) ?? [];
        if (folder !== undefined) folders.add(folder);
      }
    }
    const packages = [...folders].map(readPackage);
    const refused = packages.filter(({ licence }) => !ALLOWED.has(licence));
    if (refused.length > 0) {
      throw new Error(
        `Not to be shipped: ${refused.map(({ title, licence }) => `${title} (${licence})`).join(', ')}`,
      );
    }
    const source = packages
      .toSorted((one, other) => one.title.localeCompare(other.title, 'en'))
      .map(({ title, licence, text }) => `${title}\nLicence: ${licence}\n\n${text.trim()}\n`)
      .join(`\n${'-'.repeat(80)}\n\n`);
    this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY-NOTICES.txt', source });
  },
};

function readPackage(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const title = `${name} ${version}`;
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  const text = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
  return { title, licence: license ?? 'none', text: text || '' };
}
