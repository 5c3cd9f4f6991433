import module from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (options: { type: 'major'; flavor: 'last-resort' }) => void;

const WITHOUT_MAGLEV = ['--no-maglev', '--invocation-count-for-turbofan=400'];

/**
 * What V8 does for a start, and a server that goes on running is better off without (bench/README.md has the numbers):
 * - to allocate where objects used to live long as if all that is made there did. In one process of four that took hold
 *   of what calls make: 15 % of it outlived its call, and a call cost a quarter more;
 * - to let up to three times as much become old before it collects everything. A tenth more has to do, which V8 takes
 *   for 16 MB at least, and to look for garbage begins after a quarter of them;
 * - its middle compiler, which takes 25 MB for good. Without it the best compiler has to come in sooner than after
 *   3,000 times.
 */
const AFTERWARDS = [
  '--no-allocation-site-pretenuring',
  '--heap-growing-percent=10',
  '--incremental-marking-soft-trigger=25',
  ...(hasMaglev() ? WITHOUT_MAGLEV : []),
];

/**
 * Bytes of the slabs that Node cuts small buffers from. A slab of Node's own 64 KB outlives the calls whose bytes lie
 * in it, becomes old, and is kept until everything is collected.
 */
const SLAB_BYTES = 8 * 1024;

/**
 * Gives back the memory that the reading of a document has taken, a quarter of all: V8 would keep it until it needs
 * the room. It takes the process a tenth of a second.
 */
export function giveMemoryBack(): void {
  // What is compiled is given back as well; the next start, which has other flags, is to find it (src/main.ts).
  module.flushCompileCache?.();
  Buffer.poolSize = SLAB_BYTES;
  for (const flag of AFTERWARDS) setFlagsFromString(flag);
  gc()({ type: 'major', flavor: 'last-resort' });
}

/** Node 20 does not know the flags of what it does not have. */
function hasMaglev(): boolean {
  return Number.parseInt(process.versions.v8, 10) >= 12;
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
