// The program. It only begins: dist/server.js, without the bundle, is the same server.
import module from 'node:module';
import { fileURLToPath } from 'node:url';

// Node keeps the code it has compiled for the next start, where it may write; Node 20 cannot.
module.enableCompileCache?.(fileURLToPath(new URL('compile-cache', import.meta.url)));
await import('./server.js');
