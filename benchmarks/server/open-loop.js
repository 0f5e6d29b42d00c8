import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

const tickMs = 5;
const answerWithinMs = 5_000;

/**
 * Sends requests at a fixed rate, whether or not the earlier ones were answered: as strangers do. A time is counted from when
 * the request was due, so that a busy load generator is no excuse either.
 *
 * @param tokens - sent in turn
 * @returns of each answer the `status` (0 where none came in time) and the `milliseconds`
 */
export async function openLoop(url, tokens, { perSecond, seconds }) {
  const agent = new Agent({ keepAlive: true, maxSockets: 128 });
  const answers = [];
  const start = performance.now();
  const total = Math.round(perSecond * seconds);
  while (answers.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - start) * perSecond) / 1_000));
    while (answers.length < due)
      answers.push(
        ask(url, {
          agent,
          token: tokens[answers.length % tokens.length],
          dueAt: start + (1_000 * answers.length) / perSecond,
        }),
      );
    await pause(tickMs);
  }
  const answered = await Promise.all(answers);
  agent.destroy();
  return answered;
}

async function ask(url, { agent, token, dueAt }) {
  const signal = AbortSignal.timeout(answerWithinMs);
  try {
    const [response] = await once(
      get(url, { agent, signal, headers: { authorization: `Bearer ${token}` } }),
      'response',
    );
    response.resume();
    await once(response, 'end');
    return { status: response.statusCode, milliseconds: performance.now() - dueAt };
  } catch {
    return { status: 0, milliseconds: performance.now() - dueAt };
  }
}
