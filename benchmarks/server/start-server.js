import { fork } from 'node:child_process';
import { once } from 'node:events';

/** Starts a server in a process of its own, so that the load does not share its thread. */
export async function startServer({ contestant, file, framework, setting }) {
  const child = fork(new URL('main.js', import.meta.url));
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`the server of ${contestant} on ${framework} ended with ${code}`);
  });
  failed.catch(() => undefined);
  const reply = async () => (await Promise.race([once(child, 'message'), failed]))[0];
  child.send({ contestant, file, framework, setting });
  const { port } = await reply();
  return {
    url: `http://127.0.0.1:${port}/`,
    /** Microseconds of processor time that the process has used. */
    cpuMicros: async () => {
      child.send('cpu');
      const { cpu } = await reply();
      return cpu.user + cpu.system;
    },
    stop: () => child.disconnect(),
  };
}
