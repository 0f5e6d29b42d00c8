import type { Fetch } from '@jwt-guard/core';

/** An HTTP cache, and what was asked of it. */
export interface HttpCache {
  /** Makes the `fetch` of one more client of this cache. */
  createFetch(): Fetch;
  /** For each client, when it has asked, in epoch milliseconds. */
  readonly asked: readonly (readonly number[])[];
}

interface Copy {
  readonly body: string;
  readonly headers: [string, string][];
  readonly goodUntilMs: number;
}

/**
 * An HTTP cache between verifiers and an issuer, as a CDN is one: it answers for as long as `Cache-Control: max-age` allows,
 * whoever asks. What a verifier gets from it may be old already.
 *
 * @param clock - epoch milliseconds
 */
export function createHttpCache(clock: () => number): HttpCache {
  const copies = new Map<string, Copy>();
  const asked: number[][] = [];

  async function copyOf(url: string, init: Parameters<Fetch>[1]): Promise<Copy> {
    const known = copies.get(url);
    if (known !== undefined && clock() < known.goodUntilMs) return known;
    // Whoever asks may have a copy of its own; this cache has none that is good, and needs the whole document.
    const headers = Object.entries(init.headers).filter(([name]) => name !== 'if-none-match');
    const response = await fetch(url, { ...init, headers: Object.fromEntries(headers) });
    const [, maxAge] = /max-age=(\d+)/.exec(response.headers.get('cache-control') ?? '') ?? [];
    const goodUntilMs = clock() + Number(maxAge) * 1_000;
    const copy = { body: await response.text(), headers: [...response.headers], goodUntilMs };
    copies.set(url, copy);
    return copy;
  }

  return Object.freeze<HttpCache>({
    asked,
    createFetch: () => {
      const times: number[] = [];
      asked.push(times);
      return async (url, init) => {
        times.push(clock());
        const { body, headers } = await copyOf(url, init);
        return new Response(body, { headers });
      };
    },
  });
}
