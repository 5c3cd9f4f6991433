/**
 * A plugin of the bundler that documents the bundled packages beside the bundle: their licence texts in
 * THIRD-PARTY-NOTICES.txt, and a bill of materials for scanners (CycloneDX 1.5) in sbom.cdx.json. It fails the build for
 * a package whose licence is not allowed here, or whose licence text is missing.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'rolldown';

export interface Package {
  name: string;
  version: string;
  /** An SPDX name; `none` where package.json has none. */
  licence: string;
  /** The text of its licence and notice files; empty if there are none. */
  text: string;
}

/** SPDX names. */
const ALLOWED = [
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
];

/** @returns the innermost package folder of a module's path; the name includes the scope */
const PACKAGE = /^\0?(.*node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/;

export const thirdParty: Plugin = {
  name: 'third-party',
  generateBundle(_options, files) {
    const folders = Object.values(files)
      .flatMap((file) => (file.type === 'chunk' ? Object.keys(file.modules) : []))
      .flatMap((id) => PACKAGE.exec(id)?.[1] ?? []);
    const packages = [...new Set(folders)]
      .map(readPackage)
      .toSorted((one, other) => one.name.localeCompare(other.name, 'en'));
    checkLicences(packages);
    this.emitFile({
      type: 'asset',
      fileName: 'THIRD-PARTY-NOTICES.txt',
      source: writeNotices(packages),
    });
    this.emitFile({ type: 'asset', fileName: 'sbom.cdx.json', source: writeBill(packages) });
  },
};

/** @throws when a package may not be shipped */
export function checkLicences(packages: Package[]): void {
  const refused = packages.filter(({ licence, text }) => !ALLOWED.includes(licence) || !text);
  if (refused.length === 0) return;
  const names = refused.map(({ name, licence, text }) =>
    text ? `${name} (${licence})` : `${name} (no licence text)`,
  );
  throw new Error(`Their licences do not let us ship these packages: ${names.join(', ')}`);
}

function readPackage(folder: string): Package {
  const { name, version, license } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  ) as { name: string; version: string; license?: string }; // npm installs no package without them
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  if (texts.length === 0) texts.push(...licenceInReadme(folder));
  return { name, version, licence: license ?? 'none', text: texts.join('\n\n') };
}

/** Some packages have their licence only in the last section of their README. */
function licenceInReadme(folder: string): string[] {
  const readme = readdirSync(folder).find((file) => /^readme/i.test(file));
  const text = readme === undefined ? '' : readFileSync(join(folder, readme), 'utf8');
  const [chapter] = /^(#+ *)?licen[cs]e *\n[\s\S]*$/im.exec(text) ?? [];
  return chapter !== undefined && /copyright/i.test(chapter) ? [chapter.trim()] : [];
}

function writeNotices(packages: Package[]): string {
  return packages
    .map(
      ({ name, version, licence, text }) => `${name} ${version}\nLicence: ${licence}\n\n${text}\n`,
    )
    .join(`\n${'-'.repeat(80)}\n\n`);
}

function writeBill(packages: Package[]): string {
  const components = packages.map(({ name, version, licence }) => ({
    type: 'library',
    name,
    version,
    licenses: [{ license: { id: licence } }],
    // A scope's @ is written %40 (purl specification).
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
  }));
  return JSON.stringify(
    { bomFormat: 'CycloneDX', specVersion: '1.5', version: 1, components },
    null,
    2,
  );
}
