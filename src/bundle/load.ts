import {
  accessSync,
  constants,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';

/** Where compiled code is kept, if this process may write there. */
const CACHE = new URL('../compile-cache/', import.meta.url);
/** Node's own variable for its own cache. */
const IS_OFF = process.env['NODE_DISABLE_COMPILE_CACHE'] === '1';
/** A server has answered its first calls by then. */
const KEEP_AFTER_MS = 60_000;
/** What ends sooner has compiled little that an earlier process has not. */
const SHORT_SECONDS = 10;
/** Behind the compiled code, which V8 does not check itself. */
const CHECKSUM_BYTES = 4;

interface Loaded {
  script: Script;
  /** The file of its compiled code. */
  kept: URL;
  /** Whether the script came with it, had none, or could not use it: another V8, or a damaged file. */
  was: 'used' | 'missing' | 'refused';
}

const loaded: Loaded[] = [];
const modules = new Map<string, { exports: object }>();

/**
 * Runs a file of the bundle and what it requires, with the code that V8 has compiled of them in an earlier process.
 * Unlike Node's own cache, which has what is compiled while a file is loaded, this one has every function that a start
 * and the first calls run (node:vm, `script.createCachedData`). It is written after a minute and at the end.
 * @param name of a file beside this one
 * @returns what it exports
 * @throws Error as `require` does
 */
export function loadBundled<Exports extends object>(name: string): Exports {
  if (!IS_OFF) keepLater();
  // The bundler makes the file of the module that the caller names.
  return load(name) as Exports;
}

function load(name: string): object {
  const known = modules.get(name);
  if (known) return known.exports;
  const url = new URL(name, import.meta.url);
  const run: Function = compile(url).runInThisContext();
  const module = { exports: {} };
  modules.set(name, module);
  const others = createRequire(url);
  const require = (wanted: string): unknown =>
    wanted.startsWith('./') ? load(wanted.slice(2)) : others(wanted);
  run(module.exports, require, module, fileURLToPath(url), fileURLToPath(new URL('.', url)));
  return module.exports;
}

function compile(url: URL): Script {
  const source = readFileSync(url);
  // The bundler writes ASCII.
  const code = source.toString('latin1');
  const filename = url.href;
  if (IS_OFF) return new Script(code, { filename });
  // V8 compares nothing of the source but its length.
  const kept = new URL(`${basename(url.pathname)}-${crc32(source).toString(16)}`, CACHE);
  const bytes = read(kept);
  const cachedData = bytes && checked(bytes);
  const script = new Script(code, { filename, ...(cachedData && { cachedData }) });
  const isUsed = cachedData !== undefined && !script.cachedDataRejected;
  loaded.push({ script, kept, was: isUsed ? 'used' : bytes ? 'refused' : 'missing' });
  return script;
}

function keepLater(): void {
  process.once('exit', () => keep(process.uptime() < SHORT_SECONDS));
  setTimeout(keep, KEEP_AFTER_MS, true).unref();
}

/** @param isQuick whether to leave it at what was kept before, if there is anything */
function keep(isQuick: boolean): void {
  const wanted = loaded.filter(({ was }) => !(isQuick && was === 'used'));
  if (wanted.length === 0 || !isWritable()) return;
  for (const { script, kept, was } of wanted) {
    const data = script.createCachedData();
    // V8 drops the code of functions that have not run for long, and another process may have kept more.
    const isMore = was === 'refused' || data.length + CHECKSUM_BYTES > sizeOf(kept);
    if (isMore) write(kept, data);
  }
}

function isWritable(): boolean {
  try {
    mkdirSync(CACHE, { recursive: true });
    accessSync(CACHE, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function read(file: URL): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

function sizeOf(file: URL): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** @returns the compiled code; undefined where the file is damaged */
function checked(bytes: Buffer): Buffer | undefined {
  const length = bytes.length - CHECKSUM_BYTES;
  const data = bytes.subarray(0, length);
  return length > 0 && bytes.readUInt32LE(length) === crc32(data) ? data : undefined;
}

/** No other process reads half of it. */
function write(file: URL, data: Buffer): void {
  const checksum = Buffer.alloc(CHECKSUM_BYTES);
  checksum.writeUInt32LE(crc32(data));
  const unfinished = new URL(`${file.href}-${process.pid}`);
  try {
    writeFileSync(unfinished, Buffer.concat([data, checksum]));
    renameSync(unfinished, file);
  } catch {
    // A full disk: the next start takes longer.
  }
}
