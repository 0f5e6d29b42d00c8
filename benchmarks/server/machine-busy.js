import { cpus } from 'node:os';

/** Starts to watch all processors; the answer is a function that tells how many of them were busy since, by whatever process. */
export function watchMachine() {
  const before = times();
  return () => {
    const after = times();
    const [busy, all] = [after.busy - before.busy, after.all - before.all];
    return all === 0 ? 0 : (busy / all) * cpus().length;
  };
}

function times() {
  const each = cpus().map((one) => one.times);
  const all = each.reduce((sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq, 0);
  return { all, busy: all - each.reduce((sum, { idle }) => sum + idle, 0) };
}
