import { startWorker } from './worker-process.js';

/** A process of an issuer that shares its key ring with others. */
export interface KeyRingWorker {
  /** Sets its clock forward. */
  advance(milliseconds: number): Promise<unknown>;
  /** The ids of the keys that are published. */
  kids(): Promise<string[]>;
  /** The id of the key that signs. */
  signingKid(): Promise<string>;
  rotateNow(): Promise<unknown>;
  stop(): Promise<void>;
}

/** What a process is started with. */
export interface KeyRingWorkerSettings {
  readonly kind: 'ioredis' | 'redis';
  readonly port: number;
  readonly encryptionKey: string;
  /** What its clock says, in epoch milliseconds. */
  readonly startMs: number;
}

/** Starts one. */
export async function startKeyRingWorker(settings: KeyRingWorkerSettings): Promise<KeyRingWorker> {
  const { call, stop } = await startWorker('key-ring-process.js', settings);
  return {
    advance: (milliseconds) => call('advance', milliseconds),
    kids: () => call('kids') as Promise<string[]>,
    signingKid: () => call('signingKid') as Promise<string>,
    rotateNow: () => call('rotateNow'),
    stop,
  };
}
