import { fork } from 'node:child_process';
import { once } from 'node:events';

/**
 * Starts a process that answers each message by one message: a server, or a source of load.
 *
 * @param file - the URL of its main module
 * @returns `ask(message)`, which resolves to the answer, for one question at a time; and `stop()`
 */
export function startProcess(file, { name, execArgv = [] }) {
  const child = fork(file, { execArgv });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the process of ${name} ended with ${code}`);
  });
  ended.catch(() => undefined);
  return {
    ask: async (message) => {
      child.send(message);
      return (await Promise.race([once(child, 'message'), ended]))[0];
    },
    stop: () => child.disconnect(),
  };
}
