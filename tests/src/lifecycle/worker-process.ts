import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A child process that answers calls: `answer-parent.js` is its side. */
export interface WorkerProcess {
  /** Calls one of its functions. Rejects with what it threw, or when it ends first. */
  readonly call: (method: string, argument?: unknown) => Promise<unknown>;
  readonly stop: () => Promise<void>;
}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (reason: Error) => void;
}
interface Message {
  readonly ready?: true;
  readonly id?: number;
  readonly answer?: unknown;
  readonly failure?: string;
}

/**
 * Starts a program of this folder in a Node of its own, on the built packages.
 *
 * @param settings - become `settings` of `answer-parent.js`
 */
export async function startWorker(program: string, settings: object): Promise<WorkerProcess> {
  const child = fork(join(import.meta.dirname, program), {
    execArgv: [],
    env: { ...process.env, WORKER_SETTINGS: JSON.stringify(settings) },
  });
  const exited = once(child, 'exit');
  const waiting = new Map<number, Waiting>();
  let calls = 0;
  const call: WorkerProcess['call'] = (method, argument) =>
    new Promise((resolve, reject) => {
      waiting.set(++calls, { resolve, reject });
      child.send({ id: calls, method, argument });
    });

  const ready = new Promise<void>((resolve, reject) => {
    child.on('message', ({ ready, id = 0, answer, failure }: Message) => {
      if (ready) resolve();
      else if (failure === undefined) waiting.get(id)?.resolve(answer);
      else waiting.get(id)?.reject(new Error(failure));
      waiting.delete(id);
    });
    child.on('exit', (code, signal) => {
      const ended = new Error(`${program} ended: ${String(signal ?? code)}`);
      reject(ended);
      for (const { reject: abandon } of waiting.values()) abandon(ended);
    });
  });
  await ready;

  return Object.freeze<WorkerProcess>({
    call,
    stop: async () => {
      if (child.connected) child.disconnect();
      await exited;
    },
  });
}
