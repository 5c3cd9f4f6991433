/**
 * Bundles the compiled programs, dist/main.js and dist/cli.js, with every package that they use, into a few files under
 * dist/bundle/: all that is shipped. To find and read some 1,600 modules takes longer than all else that a start does,
 * and who installs the package downloads one. Part of `npm run build`; `nest start` runs what the compiler wrote, and
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

/** What Nest looks for and does not find, or not need. */
const UNUSED = [/^@nestjs\/(microservices|websockets)/, /^class-/, '@nestjs/platform-express'];

/** What one of our modules looks for beside itself is not beside the bundle. */
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
 * What packages do when they are loaded and no start needs: it is left out, or left until somebody asks for it. `code`
 * stands for the whole file; a `replace` that finds nothing ends the build.
 */
const LEAN = [
  {
    // It is given an adapter of ours (src/bullet-train/undici-adapter.ts) and sends no forms.
    file: /axios\/lib\/(adapters\/(http|xhr|fetch)|platform\/node\/classes\/FormData)\.js$/,
    code: 'export default undefined; export const getFetch = undefined;',
  },
  {
    // To look for it is to load Node's fetch.
    file: /axios\/lib\/utils\.js$/,
    replace: [[/\bG\.FormData\b/g, 'undefined']],
  },
  {
    // The adapter speaks HTTP/1.1.
    file: /undici\/lib\/dispatcher\/client-h2\.js$/,
    code: 'module.exports = undefined;',
  },
  {
    // A date for people to read, which needs the tables of all languages; 16 ms.
    file: /@nestjs\/common\/services\/(console-)?logger\.service\.js$/,
    replace: [
      [
        /= (new Intl\.DateTimeFormat\([^)]*\));/,
        '= { format(date) { return (this.made ??= $1).format(date); } };',
      ],
    ],
  },
  {
    // Which types of content are preferred for which names of files, 10 ms, and the table of all types.
    file: /node_modules\/mime-types\/index\.js$/,
    replace: [
      [/^var db = (.*)$/m, 'function allTypes() { return $1 }'],
      [/\bdb(?=[[)])/g, 'allTypes()'],
      [/^exports\.(extensions|types) = .*$/gm, ''],
      [
        /^populateMaps\(.*\)$/m,
        `function makeMaps() {
  for (const name of ['extensions', 'types']) Object.defineProperty(exports, name, { value: Object.create(null) });
  populateMaps(exports.extensions, exports.types);
}
for (const name of ['extensions', 'types']) {
  Object.defineProperty(exports, name, { configurable: true, get: () => (makeMaps(), exports[name]) });
}`,
      ],
    ],
  },
  {
    // Where counts can be kept: one of its many places is for us (src/limits/).
    file: /rate-limiter-flexible\/index\.js$/,
    code: ['RateLimiterRedis', 'RateLimiterRes']
      .map((name) => `exports.${name} = require('./lib/${name}');`)
      .join('\n'),
  },
  {
    // Ajv, for the forms that a server may ask clients to fill in, and ours does not; 5 ms.
    file: /@modelcontextprotocol\/server\/dist\/ajvProvider-\w+\.mjs$/,
    code: 'export class n { getValidator() { throw new Error("Ajv is not in the bundle"); } }',
  },
];

const lean = {
  name: 'lean',
  async load(path) {
    const found = LEAN.find(({ file }) => file.test(path));
    if (!found) return undefined;
    found.isUsed = true;
    if (found.code) return found.code;
    return found.replace.reduce(
      (code, [from, to]) => {
        const replaced = code.replace(from, to);
        if (replaced === code) throw new Error(`${path} has nothing like ${from}`);
        return replaced;
      },
      await readFile(path, 'utf8'),
    );
  },
  buildEnd() {
    const unused = LEAN.filter(({ isUsed }) => !isUsed);
    if (unused.length > 0) throw new Error(`No file is like ${unused.map(({ file }) => file)}`);
  },
};

/**
 * To import one of Node's own modules is to ask for all that it exports, and so to load Node's fetch, web sockets, web
 * cryptography and more, 40 ms: what Node makes only when it is asked for is asked for by those who import it by name.
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
    const properties = Object.entries(
      Object.getOwnPropertyDescriptors(process.getBuiltinModule(name)),
    ).filter(([key]) => /^[A-Za-z_$][\w$]*$/.test(key) && key !== 'default');
    const names = (isLate) =>
      properties.filter(([, { get }]) => !!get === isLate).map(([key]) => key);
    return [
      `const all = process.getBuiltinModule('${name}');`,
      'export default all;',
      `export const { ${names(false).join(', ')} } = all;`,
      ...names(true).map((key) => `export const ${key} = /* @__PURE__ */ (() => all.${key})();`),
    ].join('\n');
  },
};

/** V8 keeps a text that is not ASCII in twice the memory. */
const ascii = {
  name: 'ascii',
  generateBundle(_options, files) {
    for (const file of Object.values(files)) {
      if (file.type === 'chunk') file.code = file.code.replace(/[^\0-\x7f]/g, escapeUnit);
    }
  },
};

function escapeUnit(unit) {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

await build({
  input: {
    main: `${DIST}main.js`,
    cli: `${DIST}cli.js`,
    'reflect-metadata': 'reflect-metadata',
  },
  platform: 'node',
  external: UNUSED,
  // Node is given modules of which nothing can be left out.
  resolve: { alias: { 'rxjs/operators': `${RXJS}operators/index.js`, rxjs: `${RXJS}index.js` } },
  plugins: [ownPlaces, lean, builtIns, ascii, thirdParty],
  output: {
    dir: `${DIST}bundle`,
    // Nest, the log and errors show the names of classes.
    keepNames: true,
    sourcemap: true,
    sourcemapExcludeSources: true,
    comments: false,
    // One file for what others share: to find and open another takes half a millisecond. Metrics are for those who
    // ask for them.
    codeSplitting: {
      groups: [
        {
          name: 'prom-client',
          test: /node_modules\/(prom-client|tdigest|bintrees|@opentelemetry\/api)\//,
          priority: 1,
        },
        { name: 'shared', minShareCount: 2 },
      ],
    },
    // Every decorator needs it, whichever file comes first.
    banner: ({ name }) =>
      /^(reflect-metadata|rolldown-runtime)$/.test(name) ? '' : "import './reflect-metadata.js';",
  },
  logLevel: 'warn',
});
