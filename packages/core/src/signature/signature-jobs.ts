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
/** Jobs go to the pool so many at once, or when the turn ends: a thread that finds no work sleeps, and waking it costs half a signature. */
const batchSize = 4;

interface WaitingJob {
  readonly job: SignatureJob;
  readonly answer: (holds: boolean) => void;
}

const waiting: WaitingJob[] = [];
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
 * @returns whether it holds. On the pool, what node:crypto cannot even try to verify does not hold.
 * @throws What node:crypto throws in line for bytes that it cannot even try to verify.
 */
export function verifyJob(job: SignatureJob): boolean | Promise<boolean> {
  countTurn();
  return onPool + waiting.length + inLine === 0 && begunLastTurn <= 1 ? verifyInLine(job) : verifyOnPool(job);
}

function countTurn(): void {
  begunThisTurn += 1;
  if (begunThisTurn === 1) setImmediate(endTurn);
}

function endTurn(): void {
  begunLastTurn = begunThisTurn;
  begunThisTurn = 0;
  handOut();
}

function verifyInLine({ hash, key, signingInput, signature }: SignatureJob): boolean {
  inLine += 1;
  queueMicrotask(() => {
    inLine -= 1;
  });
  return verify(hash, signingInput, key, signature);
}

function verifyOnPool(job: SignatureJob): Promise<boolean> {
  return new Promise((answer) => {
    waiting.push({ job, answer });
    if (waiting.length >= batchSize) handOut();
  });
}

function handOut(): void {
  while (onPool < maxOnPool) {
    const next = waiting.shift();
    if (next === undefined) return;
    begin(next);
  }
}

function begin({ job: { hash, key, signingInput, signature }, answer }: WaitingJob): void {
  const end = (holds: boolean): void => {
    const wasFull = onPool === maxOnPool;
    onPool -= 1;
    if (wasFull) handOut();
    answer(holds);
  };
  onPool += 1;
  try {
    verify(hash, signingInput, key, signature, (error, holds) => {
      end(error === null && holds);
    });
  } catch {
    // What node:crypto refuses before it begins must give its place back too, or nobody else would get one.
    queueMicrotask(() => {
      end(false);
    });
  }
}
