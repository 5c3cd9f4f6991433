import { loadBundled } from './load.js';

const { startServer } = loadBundled<typeof import('../process/server.js')>('server.cjs');
await startServer();
