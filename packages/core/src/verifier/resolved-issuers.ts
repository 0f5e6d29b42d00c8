import { escapeForLog } from '../events/escape-for-log.js';
import type { Fetch } from '../keys/fetch-document.js';
import type { DirectoryContext, IssuerDirectory } from './issuer-directory.js';
import { fetchedBy, isFetchedAlike } from './fetched-by.js';
import type { FetchedBy } from './fetched-by.js';
import { createIssuerLookup } from './issuer-lookup.js';
import { createRecentMap } from './recent-map.js';
import { createTrustedIssuer } from './trusted-issuer.js';
import type { TrustedIssuer } from './trusted-issuer.js';
import { readIssuerOptions } from './verifier-options.js';
import type { IssuerOptions, IssuerResolver } from './verifier-options.js';

interface ResolvedIssuer {
  readonly trusted: TrustedIssuer;
  /** What the keys are fetched by; absent where they are not. */
  readonly fetchedBy: FetchedBy | undefined;
  readonly resolvedAtMs: number;
  readonly dueAfterMs: number;
}

const maxIssuers = 1_000;
const maxNameLength = 2_048;
const minute = 60_000;
/** How long an answer holds: a tenant that has left is refused after it. */
const trustedMs = 10 * minute;
/** How long an issuer that is none of ours is not asked about again. */
const unknownMs = minute / 2;

/**
 * Issuers that a function of the user's finds. What it found holds for ten minutes and is asked about again before they
 * end; what it did not find is not asked about again for 30 seconds. Both are bounded, and neither pushes out the other.
 */
export function createResolvedIssuers(resolver: IssuerResolver, context: DirectoryContext): IssuerDirectory {
  const { clock, random } = context;
  const closing = new AbortController();
  const ending = { ...context, fetch: endedBy(closing.signal, context.fetch) };
  const resolved = createRecentMap<ResolvedIssuer>(maxIssuers);
  const unknownSinceMs = createRecentMap<number>(maxIssuers);
  const lookup = createIssuerLookup({ resolver, settle, report: context.reportIssuers, clock, random });

  const isWithin = (sinceMs: number | undefined, limitMs: number): boolean =>
    sinceMs !== undefined && clock() >= sinceMs && clock() < sinceMs + limitMs;

  function find(issuer: string): TrustedIssuer | undefined | Promise<TrustedIssuer | undefined> {
    if (issuer.length > maxNameLength) return undefined;
    const known = resolved.get(issuer);
    if (known !== undefined && isWithin(known.resolvedAtMs, trustedMs)) {
      if (!isWithin(known.resolvedAtMs, known.dueAfterMs)) lookup.runInBackground(issuer);
      return known.trusted;
    }
    if (isWithin(unknownSinceMs.get(issuer), unknownMs)) return undefined;
    return lookup.run(issuer, { isKnown: known !== undefined });
  }

  function settle(issuer: string, answer: IssuerOptions | null | undefined): TrustedIssuer | undefined {
    const path = `issuers("${escapeForLog(issuer)}")`;
    const options = answer === undefined || answer === null ? undefined : readIssuerOptions(answer, path);
    const trusted = options && createTrustedIssuer(options, { ...ending, path });
    // Whoever answers with another issuer has compared less than the whole name.
    if (options === undefined || trusted?.issuer !== issuer) {
      resolved.delete(issuer);
      unknownSinceMs.set(issuer, clock());
      return undefined;
    }
    return accept(trusted, fetchedBy(options));
  }

  /** The rules are new with each answer; keys that are fetched in the same way stay at hand. */
  function accept(created: TrustedIssuer, by: FetchedBy | undefined): TrustedIssuer {
    const before = resolved.get(created.issuer);
    const trusted =
      before !== undefined && isFetchedAlike(before.fetchedBy, by)
        ? Object.freeze({ ...created, keys: before.trusted.keys })
        : created;
    const dueAfterMs = trustedMs * (0.7 + 0.2 * random());
    resolved.set(trusted.issuer, { trusted, fetchedBy: by, resolvedAtMs: clock(), dueAfterMs });
    return trusted;
  }

  return Object.freeze<IssuerDirectory>({
    find,
    known: () => resolved.values().map(({ trusted }) => trusted),
    close: () => {
      lookup.close();
      closing.abort();
      for (const { trusted } of resolved.values()) trusted.keys.close?.();
    },
  });
}

/** Ends fetches for issuers that have been dropped meanwhile, too. */
function endedBy(ended: AbortSignal, fetch: Fetch): Fetch {
  return (url, init) => fetch(url, { ...init, signal: AbortSignal.any([init.signal, ended]) });
}
