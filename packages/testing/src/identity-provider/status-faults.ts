import type { Fault } from './fault.js';

/** 304, whatever the verifier holds. */
export const notModified = (): Fault =>
  statusFault(304, { meaning: 'Every request is answered 304, the first one too.' });

/** 404. */
export const notFound = (): Fault => statusFault(404, { meaning: 'The document is gone.' });

/** 429. @param retryAfterSeconds - what `Retry-After` asks for; 30 */
export const tooManyRequests = (retryAfterSeconds = 30): Fault =>
  statusFault(429, {
    meaning: 'The provider limits the rate, and says when to come back (Retry-After).',
    headers: { 'retry-after': String(retryAfterSeconds) },
  });

/** 500. */
export const serverError = (): Fault => statusFault(500, { meaning: 'The provider has failed.' });

/** 302. @param location - where to; by default a path of the same server, where there is nothing */
export const redirect = (location = '/elsewhere'): Fault =>
  statusFault(302, { meaning: 'The provider sends the verifier elsewhere.', headers: { location } });

interface StatusFaultDetails {
  readonly meaning: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function statusFault(status: number, { meaning, headers = {} }: StatusFaultDetails): Fault {
  return {
    name: String(status),
    meaning,
    spoils: ['keys', 'metadata'],
    answer: ({ response }) => {
      response.writeHead(status, headers);
      response.end();
    },
  };
}
