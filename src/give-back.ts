import module from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Whoever has waited for the start, or for new tools, is served first. */
const AFTER_MS = 500;

type Collect = (options: { type: 'major'; flavor: 'last-resort' }) => void;

/**
 * What V8 is to leave undone, because it takes memory and saves no CPU here (bench/README.md): its middle compiler keeps
 * 20 MB; and to allocate where objects used to live long is, in some runs, to let all that a call leaves live long.
 */
const NOT_WORTH_IT = ['--no-maglev', '--no-allocation-site-pretenuring'];

/**
 * Gives back the memory that the reading of a document has taken, a quarter of all: V8 would keep it until it needs
 * the room. It takes the process a tenth of a second.
 */
export function giveMemoryBack(): void {
  setTimeout(() => {
    // What is compiled is given back as well; the next start, which has other flags, is to find it (src/main.ts).
    module.flushCompileCache?.();
    for (const flag of NOT_WORTH_IT) setFlagsFromString(flag);
    gc()({ type: 'major', flavor: 'last-resort' });
  }, AFTER_MS).unref();
}

/**
 * V8's own `gc`. With the flag from the beginning, as with those above, a start takes 50 to 110 ms longer: code that was
 * compiled with other flags is not taken over. Through `node:inspector` the same collection stood still for good under load.
 */
function gc(): Collect {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as Collect;
  setFlagsFromString('--no-expose-gc');
  return collect;
}
