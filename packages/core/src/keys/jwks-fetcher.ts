import { discoverJwksUri, UnfitMetadataError } from './discovery.js';
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
  /** Why nobody knows whether the set is still in its place; absent where that is known. */
  readonly doubt?: MetadataDoubt | undefined;
}

/** The metadata cannot be had. */
export interface MetadataDoubt {
  readonly error: unknown;
  /** For how long, in milliseconds, the place that they named last still counts. */
  readonly trustedForMs: number;
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
  /** How long past their time the last good metadata count while there are none newer. */
  readonly staleIfErrorMs: number;
  readonly fetch: Fetch;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

interface Located {
  readonly place: JwksVersion;
  readonly doubt?: MetadataDoubt;
}

const fetchTimeoutMs = 5_000;

/**
 * Makes what fetches a key set, by its URL or by discovery. Metadata have a time to live of their own, and are read again
 * in the second half of it, after a failure, and when a key is missing: a `jwks_uri` that has moved is noticed.
 *
 * Metadata that cannot be had are no outage while the place that they named last still answers. Whoever withdraws a key takes
 * it out of the set that is served there; keys that are withdrawn by nothing but a move are refused as soon as the metadata are
 * back, and they are asked for every minute. Until then the old place counts for as long past the time of the metadata as stale
 * keys do, a key that is not found there may be at another place (503, no 401), and a reload fails. Metadata that can be had and
 * name another issuer, or no place, are a failure at once: that is no outage but a contradiction.
 */
export function createJwksFetcher({ at, staleIfErrorMs, fetch, clock }: JwksFetcherOptions): FetchJwks {
  const locate = async (occasion: FetchOccasion): Promise<Located> => {
    if ('jwksUri' in at) return { place: at };
    const { previous, anew } = occasion;
    if (!anew && previous?.metadata !== undefined && isYoung(previous.metadata, clock())) return { place: previous };
    const fetchJson = (url: string): Promise<FetchedDocument> => fetchFrom(url, occasion);
    try {
      const { jwksUri, maxAgeMs } = await discoverJwksUri(at.issuer, { fetchJson, sameOrigin: at.sameOrigin });
      return { place: { jwksUri, metadata: { readAtMs: clock(), maxAgeMs } } };
    } catch (error) {
      return stay(occasion, error as AggregateError);
    }
  };

  /** Where the keys were last, if that may still count. */
  const stay = ({ previous, signal }: FetchOccasion, error: AggregateError): Located => {
    const isContradicted = error.errors.some((failure) => failure instanceof UnfitMetadataError);
    if (previous?.metadata === undefined || isContradicted || signal.aborted) throw error;
    const trustedForMs = trustedUntilMs(previous.metadata, staleIfErrorMs) - clock();
    if (trustedForMs <= 0 || clock() < previous.metadata.readAtMs) throw error;
    return { place: previous, doubt: { error, trustedForMs } };
  };

  const fetchFrom = (url: string, { signal }: FetchOccasion, etag?: string): Promise<FetchedDocument> =>
    fetchDocument(url, { fetch, signal, clock, timeoutMs: fetchTimeoutMs, etag });

  return async (occasion) => {
    const { place, doubt } = await locate(occasion);
    const { previous } = occasion;
    // A validator says nothing about a document at another URL.
    const known = previous?.jwksUri === place.jwksUri ? previous.etag : undefined;
    const { body, etag, maxAgeMs } = await fetchFrom(place.jwksUri, occasion, known);
    const jwks = body !== undefined && { jwks: body };
    // The shortest time to live: the metadata are asked for again with the keys.
    return { ...jwks, maxAgeMs: doubt === undefined ? maxAgeMs : 0, version: { ...place, etag, doubt } };
  };
}

function trustedUntilMs({ readAtMs, maxAgeMs }: MetadataAge, staleIfErrorMs: number): number {
  return readAtMs + timeToLiveMs(maxAgeMs) + staleIfErrorMs;
}

/** Half of their time, since the next refresh of the keys may come too late for the other half. */
function isYoung({ readAtMs, maxAgeMs }: MetadataAge, nowMs: number): boolean {
  const ageMs = nowMs - readAtMs;
  return ageMs >= 0 && ageMs < timeToLiveMs(maxAgeMs) / 2;
}
