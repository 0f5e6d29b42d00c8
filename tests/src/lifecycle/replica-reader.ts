import type { PublicJwk } from '@jwt-guard/issuer';

import { startWorker } from './worker-process.js';

/** What a reader has answered since it was told to watch. */
export interface Watched {
  /** For each token the answers in order, repetitions left out. */
  readonly answers: readonly (readonly string[])[];
  readonly longestLagSeconds: number;
}

/** A process that verifies tokens by a replica of the revocations. */
export interface ReplicaReader {
  /** Resolves with the time at which a token is first refused, in milliseconds of the machine's monotonic clock. */
  refusedAtMs(jti: string): Promise<number>;
  /** Verifies these tokens again and again from now on, and forgets what it has answered before. */
  watch(tokens: readonly string[]): Promise<unknown>;
  watched(): Promise<Watched>;
  stop(): Promise<void>;
}

/** What a reader is started with. */
export interface ReplicaReaderSettings {
  readonly kind: 'ioredis' | 'redis';
  /** Where it reaches Redis. */
  readonly port: number;
  /** Where its replica reads the stream. */
  readonly streamPort: number;
  /** In seconds. */
  readonly lagBudget: number;
  readonly publicKey: PublicJwk;
}

/** Starts one. Its replica has its first snapshot then. */
export async function startReplicaReader(settings: ReplicaReaderSettings): Promise<ReplicaReader> {
  const { call, stop } = await startWorker('replica-reader-process.js', settings);
  return {
    refusedAtMs: (jti) => call('refusedAtMs', jti) as Promise<number>,
    watch: (tokens) => call('watch', tokens),
    watched: () => call('watched') as Promise<Watched>,
    stop,
  };
}
