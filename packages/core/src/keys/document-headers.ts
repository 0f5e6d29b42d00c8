const second = 1_000;

/**
 * How long an answer is fresh: `max-age` of `Cache-Control`, less the time that it has spent in caches (`Age`).
 *
 * @returns milliseconds, never below 0; undefined where the answer names no `max-age`
 * @see {@link https://www.rfc-editor.org/rfc/rfc9111#section-4.2 RFC 9111 §4.2}
 */
export function maxAgeMs(headers: Headers): number | undefined {
  const maxAge = /(?:^|,)[ \t]*max-age="?(\d{1,10})"?[ \t]*(?:,|$)/i.exec(headers.get('cache-control') ?? '')?.[1];
  if (maxAge === undefined) return undefined;
  const age = /^\d{1,10}$/.exec(headers.get('age') ?? '')?.[0] ?? '0';
  return Math.max(0, Number(maxAge) - Number(age)) * second;
}

/**
 * How long the server asks to be left alone: `Retry-After`, in seconds or as a date (RFC 9110 §10.2.3).
 *
 * @param nowMs - epoch milliseconds, which a date is compared with
 * @returns milliseconds; undefined where the answer says nothing that can be read
 */
export function retryAfterMs(headers: Headers, nowMs: number): number | undefined {
  const retryAfter = headers.get('retry-after') ?? '';
  if (/^\d{1,10}$/.test(retryAfter)) return Number(retryAfter) * second;
  const untilMs = Date.parse(retryAfter);
  return Number.isNaN(untilMs) ? undefined : Math.max(0, untilMs - nowMs);
}
