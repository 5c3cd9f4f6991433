import { enableCompileCache } from './process/compile-cache.js';

// Before anything else is loaded, so that the cache holds its code too.
enableCompileCache();
const { buildProgram, readArguments } = await import('./cli/program.js');
await buildProgram().parseAsync(readArguments(process.argv.slice(2)), { from: 'user' });
