import { loadBundled } from './load.js';

const { runProgram } = loadBundled<typeof import('../cli/program.js')>('program.cjs');
await runProgram();
