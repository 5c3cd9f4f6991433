// Loaded into what npm's scripts start, by `node --import`: npm passes SIGTERM and SIGINT on to the shell that it starts
// a script in, and most shells end by them without a word to the program. When its shell has gone, the program is told.
const LOOK_MS = 100;

const shell = process.ppid;
if (process.env['npm_lifecycle_event'] !== undefined && process.platform !== 'win32') {
  const looking = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(looking);
    process.kill(process.pid, 'SIGTERM');
  }, LOOK_MS).unref();
}
