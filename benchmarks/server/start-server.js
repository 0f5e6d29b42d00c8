import { startProcess } from './start-process.js';

/**
 * Starts a server in a process of its own, so that the load does not share its thread.
 *
 * @returns its `url`; `ask(probe)`, for what probes.js can tell; `cpuMicros()`; and `stop()`
 */
export async function startServer({ contestant, file, framework, setting }, { execArgv } = {}) {
  const name = `${contestant} on ${framework}`;
  const { ask, stop } = startProcess(new URL('main.js', import.meta.url), { name, execArgv });
  const { port } = await ask({ contestant, file, framework, setting });
  return {
    url: `http://127.0.0.1:${port}/`,
    ask,
    /** Microseconds of processor time that the process has used. */
    cpuMicros: async () => {
      const { user, system } = await ask('cpu');
      return user + system;
    },
    stop,
  };
}
