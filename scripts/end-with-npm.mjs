// Loaded into the programs of npm's scripts by `node --import`: npm sends SIGTERM and SIGINT to the shell that runs
// a script, and most shells end without passing them on. When its shell is gone, the program gets SIGTERM.
const LOOK_MS = 100;

const shell = process.ppid;
if (process.env['npm_lifecycle_event'] !== undefined && process.platform !== 'win32') {
  const looking = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(looking);
    process.kill(process.pid, 'SIGTERM');
  }, LOOK_MS).unref();
}
