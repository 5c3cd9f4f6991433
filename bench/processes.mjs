import { readdirSync, readFileSync } from 'node:fs';

/** Kernel ticks a second, in which /proc counts CPU time. */
const TICKS = 100;

/** CPU time of a process and its children so far, in milliseconds (proc(5): utime and stime). */
export function cpuMs(pid) {
  return familyOf(pid).reduce((sum, member) => sum + ownCpuMs(member), 0);
}

/** CPU time of one process so far, in milliseconds. */
export function ownCpuMs(pid) {
  const fields = statOf(pid);
  return fields ? ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS : 0;
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

/** The processes that a process has started and that are still there. */
export function childrenOf(pid) {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((other) => Number(statOf(other)?.[1]) === pid);
}

function familyOf(pid) {
  return [pid, ...childrenOf(pid)];
}

/** The fields behind the program's name, which may itself hold brackets; nothing when it has ended. */
function statOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(') ') + 2).split(' ');
  } catch {
    return undefined;
  }
}
