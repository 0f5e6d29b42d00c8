import { isJwtGuardError } from '@jwt-guard/core';
import type { JwtVerifier } from '@jwt-guard/core';

/** What a request would have been answered. */
export interface Answer {
  readonly status: number;
  /** Why it was refused; absent where it was not. */
  readonly reason?: string;
  readonly retryAfterSeconds?: number;
  /** How long it took, in real milliseconds. */
  readonly waitMs: number;
}

/** Verifies a token, and tells what a guard would have answered. */
export async function answerTo(verifier: JwtVerifier, token: string): Promise<Answer> {
  const startedAt = performance.now();
  const outcome = await verifier.verify(token).then(
    () => ({ status: 200 }),
    (error: unknown) => {
      if (!isJwtGuardError(error)) throw error;
      const retryAfter = Number(error.headers['Retry-After'] ?? Number.NaN);
      return {
        status: error.status,
        reason: error.reason,
        ...(!Number.isNaN(retryAfter) && { retryAfterSeconds: retryAfter }),
      };
    },
  );
  return { ...outcome, waitMs: performance.now() - startedAt };
}

/** Answers in a row that are alike, counted: `200 × 70, 503 × 5`. */
export function summaryOf(answers: readonly Answer[]): string {
  const runs: { text: string; count: number }[] = [];
  for (const { status, reason } of answers) {
    const text = status === 401 ? `401 ${reason ?? ''}` : String(status);
    const last = runs.at(-1);
    if (last?.text === text) last.count += 1;
    else runs.push({ text, count: 1 });
  }
  return runs.map(({ text, count }) => `${text} × ${count}`).join(', ');
}

/** The longest wait among answers, in milliseconds; 0 without any. */
export function longestWaitMs(answers: readonly Answer[]): number {
  return Math.max(0, ...answers.map(({ waitMs }) => waitMs));
}
