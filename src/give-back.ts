import module from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Whoever has waited for the start, or for new tools, is served first. */
const AFTER_MS = 500;

type Collect = (options: { type: 'major'; flavor: 'last-resort' }) => void;

/**
 * Gives back the memory that the reading of a document has taken, a quarter of all: V8 would keep it until it needs
 * the room. It takes the process a tenth of a second.
 */
export function giveMemoryBack(): void {
  setTimeout(() => {
    // What is compiled is given back as well; the next start is to find it (src/main.ts).
    module.flushCompileCache?.();
    gc()({ type: 'major', flavor: 'last-resort' });
  }, AFTER_MS).unref();
}

/**
 * V8's own `gc`. With the flag from the beginning Node starts a tenth slower, because V8 then compiles Node's own
 * modules anew; through `node:inspector` the same collection stood still for good under load.
 */
function gc(): Collect {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as Collect;
  setFlagsFromString('--no-expose-gc');
  return collect;
}
