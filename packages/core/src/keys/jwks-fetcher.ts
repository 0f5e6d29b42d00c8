import { discoverJwksUri } from './discovery.js';
import { fetchDocument } from './fetch-document.js';
import type { Fetch, FetchedDocument } from './fetch-document.js';
import { timeToLiveMs } from './time-to-live.js';

/** When metadata were read, in epoch milliseconds, and for how long their server says that they are fresh. */
interface MetadataAge {
  readonly readAtMs: number;
  readonly maxAgeMs: number | undefined;
}

/** Where a key set came from: kept with the set, and replaced with it, so that metadata and keys never disagree. */
export interface JwksVersion {
  readonly jwksUri: string;
  readonly etag?: string | undefined;
  /** When the metadata were read; absent where the options name the `jwksUri`. */
  readonly metadata?: MetadataAge;
}

/** A key set as it came; nobody has looked into it yet. */
export interface FetchedJwks {
  /** Absent where the set at hand is still the newest. */
  readonly jwks?: unknown;
  readonly maxAgeMs?: number | undefined;
  readonly version: JwksVersion;
}

/** What the last good fetch left behind, and whether there is reason to doubt it. */
export interface FetchOccasion {
  readonly signal: AbortSignal;
  readonly previous: JwksVersion | undefined;
  /** Reads the metadata again whatever their age: the set may have moved. */
  readonly anew: boolean;
}

/** Fetches the key set of one issuer. */
export type FetchJwks = (occasion: FetchOccasion) => Promise<FetchedJwks>;

/** Where a key set is, and how it is fetched. */
export interface JwksFetcherOptions {
  /** The URL of the set, or the issuer whose metadata name it. */
  readonly at: { readonly jwksUri: string } | { readonly issuer: string; readonly sameOrigin: boolean };
  readonly fetch: Fetch;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

const fetchTimeoutMs = 5_000;

/**
 * Makes what fetches a key set, by its URL or by discovery. Metadata have a time to live of their own, and are read again
 * in the second half of it, after a failure, and when a key is missing: a `jwks_uri` that has moved is noticed.
 */
export function createJwksFetcher({ at, fetch, clock }: JwksFetcherOptions): FetchJwks {
  const locate = async (occasion: FetchOccasion): Promise<JwksVersion> => {
    if ('jwksUri' in at) return at;
    const { previous, anew } = occasion;
    if (!anew && previous?.metadata !== undefined && isYoung(previous.metadata, clock())) return previous;
    const fetchJson = (url: string): Promise<FetchedDocument> => fetchFrom(url, occasion);
    const { jwksUri, maxAgeMs } = await discoverJwksUri(at.issuer, { fetchJson, sameOrigin: at.sameOrigin });
    return { jwksUri, metadata: { readAtMs: clock(), maxAgeMs } };
  };

  const fetchFrom = (url: string, { signal }: FetchOccasion, etag?: string): Promise<FetchedDocument> =>
    fetchDocument(url, { fetch, signal, clock, timeoutMs: fetchTimeoutMs, etag });

  return async (occasion) => {
    const located = await locate(occasion);
    const { previous } = occasion;
    // A validator says nothing about a document at another URL.
    const known = previous?.jwksUri === located.jwksUri ? previous.etag : undefined;
    const { body, etag, maxAgeMs } = await fetchFrom(located.jwksUri, occasion, known);
    return { ...(body !== undefined && { jwks: body }), maxAgeMs, version: { ...located, etag } };
  };
}

/** Half of their time, since the next refresh of the keys may come too late for the other half. */
function isYoung({ readAtMs, maxAgeMs }: MetadataAge, nowMs: number): boolean {
  const ageMs = nowMs - readAtMs;
  return ageMs >= 0 && ageMs < timeToLiveMs(maxAgeMs) / 2;
}
