/**
 * Bundles what the entry files under dist/bundle/ run, with every package that it uses, into a few files beside them:
 * all that is shipped. Finding and reading some 1,600 modules takes longer than the rest of a start,
 * and an install downloads one package. Part of `npm run build`; `nest start` runs the compiler's output, and
 * test/bundle.e2e-spec.ts compares the two.
 */
import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import { thirdParty } from './third-party.ts';

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));
const RXJS = fileURLToPath(new URL('../node_modules/rxjs/dist/esm/', import.meta.url));

/** The URL of a bundled file. */
const HERE = "process.getBuiltinModule('node:url').pathToFileURL(__filename)";

/** Optional modules that Nest looks for and this server does not need. */
const UNUSED = [/^@nestjs\/(microservices|websockets)/, /^class-/, '@nestjs/platform-express'];

/** Modules of ours that look for files beside themselves, which are not beside the bundle. */
const ownPlaces = {
  name: 'own-places',
  async load(path) {
    if (!path.startsWith(DIST)) return undefined;
    const place = `../${relative(DIST, path).replaceAll('\\', '/')}`;
    const code = await readFile(path, 'utf8');
    return {
      code: code.replaceAll('import.meta.url', `new URL('${place}', ${HERE})`),
      map: await readFile(`${path}.map`, 'utf8'),
    };
  },
};

/**
 * An `import` of one of Node's modules evaluates all its exports, including lazy ones: fetch, web sockets, web
 * cryptography. Here an export is read only where it is imported by name, which saves 6 % of a start's CPU.
 */
const BUILT_IN = '\0built-in:';
const builtIns = {
  name: 'built-ins',
  resolveId: (name, importer, { kind }) =>
    kind === 'import-statement' && isBuiltin(name) && !importer.startsWith('\0rolldown')
      ? BUILT_IN + name.replace(/^node:/, '')
      : undefined,
  load(path) {
    if (!path.startsWith(BUILT_IN)) return undefined;
    const name = `node:${path.slice(BUILT_IN.length)}`;
    const names = Object.getOwnPropertyNames(process.getBuiltinModule(name)).filter(
      (key) => /^[A-Za-z_$][\w$]*$/.test(key) && key !== 'default',
    );
    return [
      `const all = process.getBuiltinModule('${name}');`,
      'export default all;',
      ...names.map((key) => `export const ${key} = /* @__PURE__ */ (() => all.${key})();`),
    ].join('\n');
  },
};

await build({
  input: {
    server: `${DIST}process/server.js`,
    program: `${DIST}cli/program.js`,
    'reflect-metadata': 'reflect-metadata',
  },
  platform: 'node',
  external: UNUSED,
  // Node's own modules, from which nothing can be left out.
  resolve: { alias: { 'rxjs/operators': `${RXJS}operators/index.js`, rxjs: `${RXJS}index.js` } },
  plugins: [ownPlaces, builtIns, thirdParty],
  output: {
    dir: `${DIST}bundle`,
    format: 'cjs',
    strict: true,
    // A script that runs from kept code has no `import()`.
    dynamicImportInCjs: false,
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
    // Nest, the log and errors show class names.
    keepNames: true,
    // V8 keeps the source of a file with one character beyond Latin-1 in two bytes each: 2.8 MB more.
    charset: 'ascii',
    sourcemap: true,
    sourcemapExcludeSources: true,
    comments: false,
    codeSplitting: {
      groups: [
        { name: 'reflect-metadata', test: /\/reflect-metadata\//, priority: 3 },
        // What the help of the commands needs.
        { name: 'program', test: /\/dist\/cli\/program\.js$/, priority: 2 },
        // The rest of the server in one file: code of another file is reached through a getter.
        { name: 'server', tags: ['$initial'], priority: 1 },
        {
          name: 'prom-client',
          test: /node_modules\/(prom-client|tdigest|bintrees|@opentelemetry\/api)\//,
        },
        // For the commands, because opening another file takes half a millisecond.
        { name: 'shared', minShareCount: 2 },
      ],
    },
    // Every decorator needs it, so every file loads it first.
    intro: ({ name }) =>
      /^(reflect-metadata|rolldown-runtime)$/.test(name)
        ? ''
        : "require('./reflect-metadata.cjs');",
    // A file is a function, as `require` makes of it (src/bundle/load.ts).
    postBanner: '(function (exports, require, module, __filename, __dirname) {',
    postFooter: '})',
  },
  logLevel: 'warn',
});
