/**
 * Puts the built server, with the packages that every start loads, into a few files under dist/bundle/, and lets
 * dist/main.js start them: to find and read some 1,600 modules takes longer than all else that a start does.
 * Part of `npm run build`; `nest start` runs the modules as the compiler wrote them.
 */
import { readFile, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));
const RXJS = fileURLToPath(new URL('../node_modules/rxjs/dist/esm/', import.meta.url));

/** Loaded from node_modules, and only by those who use it; of iconv-lite, by its tables of encodings. */
const LATE = [/^@opentelemetry\//, 'ioredis', 'prom-client', 'iconv-lite'];

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
 * axios is given an adapter of ours (src/bullet-train/undici-adapter.ts) and sends no forms: what its own adapters bring
 * is left out, and it does not look for FormData, with which Node's fetch would be loaded.
 */
const leanAxios = {
  name: 'lean-axios',
  async load(path) {
    if (
      /axios\/lib\/(adapters\/(http|xhr|fetch)|platform\/node\/classes\/FormData)\.js$/.test(path)
    ) {
      return 'export default undefined; export const getFetch = undefined;';
    }
    if (!path.endsWith('axios/lib/utils.js')) return undefined;
    return (await readFile(path, 'utf8')).replaceAll('G.FormData', 'undefined');
  },
};

/**
 * To import `node:http` is to ask for all that it exports, and so to load Node's fetch and web sockets, a tenth of a
 * start: their names are left out here.
 */
const HTTP_NAMES = Object.keys(http).filter((name) => !/^(WebSocket|\w+Event)$/.test(name));
const HTTP = '\0plain-http';
const plainHttp = {
  name: 'plain-http',
  resolveId: (name, importer) =>
    /^(node:)?http$/.test(name) && importer !== HTTP ? HTTP : undefined,
  load: (path) =>
    path === HTTP
      ? `import { createRequire } from 'node:module';
const http = createRequire(import.meta.url)('node:http');
export default http;
export const { ${HTTP_NAMES.join(', ')} } = http;`
      : undefined,
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
  input: `${DIST}server.js`,
  platform: 'node',
  external: ['reflect-metadata', ...LATE, ...UNUSED],
  // Node is given modules of which nothing can be left out.
  resolve: { alias: { 'rxjs/operators': `${RXJS}operators/index.js`, rxjs: `${RXJS}index.js` } },
  plugins: [ownPlaces, leanAxios, plainHttp, ascii],
  output: {
    dir: `${DIST}bundle`,
    // Nest, the log and errors show the names of classes.
    keepNames: true,
    sourcemap: true,
    sourcemapExcludeSources: true,
    comments: false,
    // Every decorator needs it, whichever file comes first.
    banner: "import 'reflect-metadata';",
  },
  logLevel: 'warn',
});

const main = await readFile(`${DIST}main.js`, 'utf8');
await writeFile(`${DIST}main.js`, main.replace("'./server.js'", "'./bundle/server.js'"));
