import { setTimeout as delay } from 'node:timers/promises';

const pauseMilliseconds = 10;

/**
 * Asks again and again until the answer is something.
 *
 * @param what - is waited for, for the error message
 * @param ask - answers undefined for "not yet"; what it rejects with ends the waiting
 * @throws Error when the time is over
 */
export async function pollUntil<Answer>(
  what: string,
  ask: () => Promise<Answer | undefined>,
  limitMilliseconds = 15_000,
): Promise<Answer> {
  const deadline = performance.now() + limitMilliseconds;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) throw new Error(`Waited ${limitMilliseconds} ms for ${what}.`);
    await delay(pauseMilliseconds);
  }
}
