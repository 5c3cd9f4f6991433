import { existsSync, readdirSync, readFileSync } from 'node:fs';

/**
 * Begins to count the CPU time of a process and its children.
 * @returns a function that returns the milliseconds since; a child that has ended meanwhile does not count
 */
export function countCpu(pid) {
  const before = familyOf(pid).map((member) => [member, ownCpuMs(member)]);
  return () => before.reduce((sum, [member, at]) => sum + Math.max(0, ownCpuMs(member) - at), 0);
}

/**
 * @returns the CPU time of one process so far, in milliseconds, from the scheduler's nanoseconds for each thread.
 * proc(5)'s utime and stime count in hundredths of a second, of which a short window has only a few.
 */
export function ownCpuMs(pid) {
  return threadsOf(pid).reduce((sum, thread) => {
    const [nanoseconds = 0] = read(`/proc/${pid}/task/${thread}/schedstat`)?.split(' ') ?? [];
    return sum + Number(nanoseconds) / 1e6;
  }, 0);
}

/** Resident memory of a process and its children, in megabytes (10⁶ bytes). */
export function residentMb(pid) {
  const kb = familyOf(pid).map((member) => {
    const status = readFileSync(`/proc/${member}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
  });
  return (kb.reduce((sum, one) => sum + one, 0) * 1024) / 1e6;
}

/** How many sockets a process has open. */
export function openSockets(pid) {
  return readdirSync(`/proc/${pid}/fd`).length;
}

/** The running child processes of a process. */
export function childrenOf(pid) {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((other) => Number(statOf(other)?.[1]) === pid);
}

function threadsOf(pid) {
  return existsSync(`/proc/${pid}/task`) ? readdirSync(`/proc/${pid}/task`) : [];
}

function familyOf(pid) {
  return [pid, ...childrenOf(pid)];
}

/** The fields after the program's name, which may contain brackets; undefined when the process has ended. */
function statOf(pid) {
  const stat = read(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(') ') + 2).split(' ');
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
