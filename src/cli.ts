import { buildProgram, readArguments } from './cli/program.js';

await buildProgram().parseAsync(readArguments(process.argv.slice(2)), { from: 'user' });
