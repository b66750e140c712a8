import { readFileSync } from 'node:fs';

/** Clock ticks that a process has used, for itself and in the system. Source: proc(5), `stat`. */
export function ticksOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}
