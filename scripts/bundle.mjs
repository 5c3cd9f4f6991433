/**
 * Bundles the compiled programs, dist/main.js and dist/cli.js, with every package that they use, into a few files under
 * dist/bundle/: all that is shipped. Finding and reading some 1,600 modules takes longer than the rest of a start,
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
      code: code.replaceAll('import.meta.url', `new URL('${place}', import.meta.url)`),
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
    main: `${DIST}main.js`,
    cli: `${DIST}cli.js`,
    'reflect-metadata': 'reflect-metadata',
  },
  platform: 'node',
  external: UNUSED,
  // Node's own modules, from which nothing can be left out.
  resolve: { alias: { 'rxjs/operators': `${RXJS}operators/index.js`, rxjs: `${RXJS}index.js` } },
  plugins: [ownPlaces, builtIns, thirdParty],
  output: {
    dir: `${DIST}bundle`,
    // Nest, the log and errors show class names.
    keepNames: true,
    // V8 keeps the source of a file with one character beyond Latin-1 in two bytes each: 2.8 MB more.
    charset: 'ascii',
    sourcemap: true,
    sourcemapExcludeSources: true,
    comments: false,
    // One file for shared modules, because opening another takes half a millisecond. Metrics are loaded on
    // demand.
    codeSplitting: {
      groups: [
        // Loaded before the compile cache is on, so without it.
        {
          name: 'first',
          test: /\/reflect-metadata\/|\/process\/compile-cache\.js$|^\0built-in:(module|url)$/,
          priority: 2,
        },
        {
          name: 'prom-client',
          test: /node_modules\/(prom-client|tdigest|bintrees|@opentelemetry\/api)\//,
          priority: 1,
        },
        { name: 'shared', minShareCount: 2 },
      ],
    },
    // Every decorator needs it, so every entry file loads it first.
    banner: ({ name }) =>
      /^(reflect-metadata|rolldown-runtime)$/.test(name) ? '' : "import './reflect-metadata.js';",
  },
  logLevel: 'warn',
});
