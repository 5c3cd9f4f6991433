import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import validator from '@action-validator/core';
import { load } from 'js-yaml';
import { checkLicences } from '../scripts/third-party.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDER = join(ROOT, '.github/workflows');
const FILES = readdirSync(FOLDER);
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  version: string;
  engines: { node: string };
  scripts: Record<string, string>;
};

interface Job {
  permissions?: Record<string, string>;
  strategy?: { matrix: Record<string, unknown> };
  steps?: { uses?: string; run?: string; with?: Record<string, unknown> }[];
}

function read(file: string) {
  const text = readFileSync(join(FOLDER, file), 'utf8');
  return { text, ...(load(text) as { permissions: object; jobs: Record<string, Job> }) };
}

function stepsOf(file: string, job: string) {
  return read(file).jobs[job]!.steps!;
}

describe.each(FILES)('the workflow %s', (file) => {
  const { text, permissions, jobs } = read(file);
  const steps = Object.values(jobs).flatMap(({ steps: own = [] }) => own);

  it('is valid by the schema of GitHub workflows', () => {
    expect(validator.validateWorkflow(text)).toMatchObject({ errors: [] });
  });

  it('pins each action to a commit, and names its version', () => {
    const lines = text.split('\n').filter((line) => /\buses: (?!\.\/)/.test(line));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatch(/uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('has read-only permissions, unless a job says otherwise', () => {
    expect(permissions).toEqual({ contents: 'read' });
  });

  it('runs scripts and files that exist', () => {
    const commands = steps.flatMap(({ run = '' }) => run.split('\n')).join('\n');
    for (const [, name = ''] of commands.matchAll(/npm run ([\w:]+)/g)) {
      expect(Object.keys(manifest.scripts)).toContain(name);
    }
    for (const [path] of commands.matchAll(/(?:scripts|\.ci)\/[\w.-]+/g)) {
      expect(() => readFileSync(join(ROOT, path))).not.toThrow();
    }
  });

  it('reads untrusted input, such as a tag, from a variable and never inside a command', () => {
    for (const { run = '' } of steps) expect(run).not.toContain('${{');
  });
});

it('the gate runs on each Node with long-term support, from the oldest of `engines` to the one of the image', () => {
  const oldest = Number(/^>=(\d+)\.\d+$/.exec(manifest.engines.node)?.[1]);
  const [, image] = /^FROM .*node:(\d+)-slim/m.exec(
    readFileSync(join(ROOT, 'Dockerfile'), 'utf8'),
  )!;
  // Even versions are those with long-term support.
  const count = (Number(image) - oldest) / 2 + 1;
  expect(read('gate.yml').jobs['gate']!.strategy!.matrix).toEqual({
    node: Array.from({ length: count }, (_, at) => oldest + 2 * at),
  });
});

it('a release builds for amd64 and arm64, with provenance and a bill of materials, and signs by digest', () => {
  const steps = stepsOf('release.yml', 'image');
  const build = steps.find(({ uses }) => uses?.startsWith('docker/build-push-action@'));
  expect(build!.with).toMatchObject({
    platforms: 'linux/amd64,linux/arm64',
    provenance: 'mode=max',
    sbom: true,
  });
  expect(steps.at(-1)!.run).toBe('cosign sign --yes "$IMAGE@$DIGEST"');
  const package_ = stepsOf('release.yml', 'package').map(({ run }) => run);
  expect(package_).toContain('npm publish release/*.tgz --provenance --access public');
});

describe('release notes', () => {
  function notesFor(tag: string, changelog: string): string {
    const folder = mkdtempSync(join(tmpdir(), 'notes-'));
    try {
      mkdirSync(join(folder, 'scripts'));
      for (const file of ['package.json', 'scripts/release-notes.mjs']) {
        cpSync(join(ROOT, file), join(folder, file));
      }
      writeFileSync(join(folder, 'CHANGELOG.md'), changelog);
      const script = join(folder, 'scripts/release-notes.mjs');
      return execFileSync(process.execPath, [script, tag], { encoding: 'utf8', stdio: 'pipe' });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  const { version } = manifest;
  const changelog = `# Changelog\n\n## Unreleased\n\n- Later.\n\n## ${version} - 2026-01-01\n\n### Added\n\n- This.\n\n## 0.0.1 - 2025\n\n- Before.\n`;

  it("are the changelog's section of the version, and nothing else", () => {
    expect(notesFor(`v${version}`, changelog)).toBe('### Added\n\n- This.\n');
  });

  it.each([
    ['a tag of another version', 'v99.0.0', changelog, /The tag is v99\.0\.0, the version in/],
    ['a version that the changelog lacks', `v${version}`, '# Changelog\n', /has nothing for/],
  ])('are refused for %s', (_, tag, text, message) => {
    expect(() => notesFor(tag, text)).toThrow(message);
  });
});

it.each([
  [{ licence: 'MIT', text: 'Copyright' }, undefined],
  [{ licence: 'GPL-3.0-only', text: 'Copyright' }, /ship these packages: p \(GPL-3\.0-only\)/],
  [{ licence: 'MIT', text: '' }, /p \(no licence text\)/],
])('bundling a package with %j is allowed, or ends the build: %s', (given, message) => {
  const check = () => checkLicences([{ name: 'p', version: '1.0.0', ...given }]);
  if (message) expect(check).toThrow(message);
  else expect(check).not.toThrow();
});
