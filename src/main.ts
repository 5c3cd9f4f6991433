import { startServer } from './process/server.js';

await startServer();
