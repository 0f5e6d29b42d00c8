import { verify } from 'node:crypto';
import type { VerifyKeyObjectInput } from 'node:crypto';
import { setImmediate } from 'node:timers';

/** One signature to verify by a public key. */
export interface SignatureJob {
  readonly hash: string | null;
  readonly key: VerifyKeyObjectInput;
  readonly signingInput: Buffer;
  readonly signature: Buffer;
}

/** The pool serves files and DNS too: so many jobs keep it busy, and others wait for a few milliseconds at most. */
const maxOnPool = 64;

const waiting: (() => void)[] = [];
let onPool = 0;
/** Verified in line, and whoever asked has not gone on yet. */
let inLine = 0;
let begunThisTurn = 0;
let begunLastTurn = 0;

/**
 * Verifies a signature in line while it is the only one, which is the shortest way; on the thread pool where several are asked for at
 * once, so that all cores take part and the main thread is free for the other requests.
 *
 * It is the only one where no other is under way, and no turn of the event loop has just brought several.
 *
 * @throws What node:crypto throws for bytes that it cannot even try to verify, or a promise of it.
 */
export function verifyJob(job: SignatureJob): boolean | Promise<boolean> {
  countTurn();
  return onPool + inLine === 0 && begunLastTurn <= 1 ? verifyInLine(job) : verifyOnPool(job);
}

function countTurn(): void {
  begunThisTurn += 1;
  if (begunThisTurn === 1)
    setImmediate(() => {
      begunLastTurn = begunThisTurn;
      begunThisTurn = 0;
    });
}

function verifyInLine({ hash, key, signingInput, signature }: SignatureJob): boolean {
  inLine += 1;
  queueMicrotask(() => {
    inLine -= 1;
  });
  return verify(hash, signingInput, key, signature);
}

function verifyOnPool(job: SignatureJob): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const end = (error: Error | null, holds = false): void => {
      onPool -= 1;
      waiting.shift()?.();
      if (error === null) resolve(holds);
      else reject(error);
    };
    const begin = (): void => {
      onPool += 1;
      try {
        verify(job.hash, job.signingInput, job.key, job.signature, end);
      } catch (error) {
        // What node:crypto refuses before it begins must give its place back too, or nobody else would get one.
        queueMicrotask(() => {
          end(error as Error);
        });
      }
    };
    if (onPool < maxOnPool) begin();
    else waiting.push(begin);
  });
}
