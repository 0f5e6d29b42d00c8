import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';

const tickMs = 1;
const connections = 128;

/** Connections that stay from one window of load to the next, so that none measures how they are made. */
export function openConnections(url) {
  return new Pool(new URL(url).origin, { connections });
}

/**
 * Sends requests at a fixed rate, whether or not the earlier ones were answered: as strangers do. A time is counted from when
 * the request was due, so that one which waits for a busy load generator, or for a free connection, is not told as a fast one.
 *
 * @param nextRequest - answers the headers of the next request
 * @returns of each answer the `status` (0 where none came in time, 5 s unless told), the `milliseconds` from when it was due, `lateMs`, how
 *   long after that the load generator came to it, and the `request` itself
 */
export async function openLoop(pool, nextRequest, { perSecond, seconds, answerWithinMs = 5_000 }) {
  const answers = [];
  const start = performance.now();
  const total = Math.round(perSecond * seconds);
  while (answers.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - start) * perSecond) / 1_000));
    while (answers.length < due) answers.push(ask(pool, nextRequest(), start + (1_000 * answers.length) / perSecond));
    await pause(tickMs);
  }
  const answered = await Promise.all(answers);
  return answered.map((one) => (one.milliseconds > answerWithinMs ? { ...one, status: 0 } : one));
}

function ask(pool, request, dueAt) {
  const lateMs = performance.now() - dueAt;
  const { method = 'GET', headers } = request;
  return new Promise((resolve) => {
    let status = 0;
    const done = () => {
      resolve({ status, milliseconds: performance.now() - dueAt, lateMs, request });
    };
    pool.dispatch(
      { path: '/', method, headers },
      {
        onRequestStart: () => undefined,
        onResponseStart: (_controller, statusCode) => {
          status = statusCode;
        },
        onResponseData: () => undefined,
        onResponseEnd: done,
        onResponseError: () => {
          status = 0;
          done();
        },
      },
    );
  });
}
