import autocannon from 'autocannon';
import { headersWith } from '../fixture/headers-with.js';

/** Stops within this time of its end, and not within the second that autocannon takes by itself. */
const sampleMs = 50;

/**
 * Load by autocannon, as fast as the server answers. Each connection has its own part of the tokens, written before the first
 * request, and sends them in turn.
 *
 * @returns a function that loads one server, its tokens carried in the header unless told
 *
 * @throws {Error} When one answer is no 200, for a refused request costs less than an answered one; and when none comes.
 */
export function createLoad(tokens, { connections, roundMs }) {
  const shares = Array.from({ length: connections }, (_, share) =>
    tokens.length < connections ? tokens : tokens.filter((_token, index) => index % connections === share),
  );
  return async ({ url, cpuMicros }, carriedIn = 'header') => {
    const before = await cpuMicros();
    let next = 0;
    const setupClient = (client) => {
      client.setRequests(shares[next % connections].map((token) => ({ headers: headersWith(token, carriedIn) })));
      next += 1;
    };
    const result = await autocannon({ url, connections, duration: roundMs / 1_000, sampleInt: sampleMs, setupClient });
    const { duration, requests, non2xx, errors } = result;
    if (non2xx + errors > 0) throw new Error(`${url}: ${non2xx} refusals, ${errors} errors`);
    if (requests.total === 0)
      throw new Error(`${url}: no answer in ${roundMs.toFixed(0)} ms; measure for more --seconds`);
    return { perSecond: requests.total / duration, cpuMicros: ((await cpuMicros()) - before) / requests.total };
  };
}
