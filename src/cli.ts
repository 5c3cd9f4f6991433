import { enableCompileCache } from './process/compile-cache.js';

// Before anything else is loaded, so that its code is kept as well.
enableCompileCache();
const { buildProgram, readArguments } = await import('./cli/program.js');
await buildProgram().parseAsync(readArguments(process.argv.slice(2)), { from: 'user' });
