import { setTimeout as pause } from 'node:timers/promises';

/** What a step answers as soon as it no longer rejects: for what comes back after a fault. */
export async function eventually<T>(step: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await step();
    } catch (error) {
      if (attempt === 1_200) throw error;
      await pause(25);
    }
  }
}
