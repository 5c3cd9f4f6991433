import module from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Whoever has waited for the start, or for new tools, is served first. */
const AFTER_MS = 500;

type Collect = (options: { type: 'major'; flavor: 'last-resort' }) => void;

/**
 * V8 allocates where objects used to live long as if all that is made there did. In one process of four that took hold
 * of what calls make: 15 % of it outlived its call, and a call cost a quarter more (bench/README.md).
 */
const UNWANTED = '--no-allocation-site-pretenuring';

/**
 * Gives back the memory that the reading of a document has taken, a quarter of all: V8 would keep it until it needs
 * the room. It takes the process a tenth of a second.
 */
export function giveMemoryBack(): void {
  setTimeout(() => {
    // What is compiled is given back as well; the next start, which has other flags, is to find it (src/main.ts).
    module.flushCompileCache?.();
    setFlagsFromString(UNWANTED);
    gc()({ type: 'major', flavor: 'last-resort' });
  }, AFTER_MS).unref();
}

/**
 * V8's own `gc`. With the flag from the beginning a start took 50 ms longer; through `node:inspector` the same
 * collection stood still for good under load.
 */
function gc(): Collect {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as Collect;
  setFlagsFromString('--no-expose-gc');
  return collect;
}
