import module from 'node:module';
import { fileURLToPath } from 'node:url';

/** Lets Node keep the code that it compiles for the next start, where it may write. Node 20 cannot. */
export function enableCompileCache(): void {
  module.enableCompileCache?.(fileURLToPath(new URL('../compile-cache', import.meta.url)));
}

/** Writes what has been compiled so far; Node itself does so only when the process ends. */
export function flushCompileCache(): void {
  module.flushCompileCache?.();
}
