import { enableCompileCache } from './process/compile-cache.js';

// Before anything else is loaded, so that its code is kept as well.
enableCompileCache();
const { startServer } = await import('./process/server.js');
await startServer();
