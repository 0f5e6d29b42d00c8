import { setTimeout as delay } from 'node:timers/promises';

const pauseMilliseconds = 5;

/**
 * Asks again and again until the answer is true: for what another process does in its own time.
 *
 * @throws Error when that takes longer than the limit
 */
export async function untilTrue(ask: () => boolean | Promise<boolean>, limitMilliseconds = 45_000): Promise<void> {
  const deadline = performance.now() + limitMilliseconds;
  while (!(await ask())) {
    if (performance.now() > deadline) throw new Error(`It was not true within ${limitMilliseconds} ms.`);
    await delay(pauseMilliseconds);
  }
}
