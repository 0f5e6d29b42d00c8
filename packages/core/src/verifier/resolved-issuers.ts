import { escapeForLog } from '../events/escape-for-log.js';
import type { Fetch } from '../keys/fetch-document.js';
import { fetchedBy } from './fetched-by.js';
import type { DirectoryContext, IssuerDirectory } from './issuer-directory.js';
import { createIssuerLookup } from './issuer-lookup.js';
import { createKnownIssuers } from './known-issuers.js';
import { createRecentMap } from './recent-map.js';
import { createTrustedIssuer } from './trusted-issuer.js';
import type { TrustedIssuer } from './trusted-issuer.js';
import { readIssuerOptions } from './verifier-options.js';
import type { IssuerOptions, IssuerResolver } from './verifier-options.js';

type Answer = TrustedIssuer | undefined | Promise<TrustedIssuer | undefined>;

const maxUnknown = 1_000;
const maxNameLength = 2_048;
/** How long an issuer that is none of ours is not asked about again. */
const unknownMs = 30_000;

/**
 * Issuers that a function of the user's finds. What it found holds for ten minutes and is asked about again before they
 * end; what it did not find is not asked about again for 30 seconds. Both are bounded, and neither pushes out the other.
 *
 * While the function throws, hangs, or answers what cannot be used, an issuer that it found before serves for one hour more. A
 * clear "none of ours" counts at once.
 */
export function createResolvedIssuers(resolver: IssuerResolver, context: DirectoryContext): IssuerDirectory {
  const { clock, random } = context;
  const closing = new AbortController();
  const ending = { ...context, fetch: endedBy(closing.signal, context.fetch) };
  const known = createKnownIssuers(clock, random);
  const unknownSinceMs = createRecentMap<number>(maxUnknown);
  const lookup = createIssuerLookup({ resolver, settle, report: context.reportIssuers, clock, random });

  function find(issuer: string): Answer {
    if (issuer.length > maxNameLength) return undefined;
    const { trusted, state } = known.get(issuer) ?? {};
    if (state === 'due' || (state === 'overdue' && lookup.isFailing(issuer))) lookup.runInBackground(issuer);
    else if (state === 'overdue') return lookup.run(issuer, { isKnown: true }).catch(() => trusted);
    else if (state !== 'held') return findAnew(issuer, { isKnown: state === 'expired' });
    return trusted;
  }

  function findAnew(issuer: string, { isKnown }: { readonly isKnown: boolean }): Answer {
    const sinceMs = unknownSinceMs.get(issuer) ?? Infinity;
    if (clock() >= sinceMs && clock() < sinceMs + unknownMs) return undefined;
    return lookup.run(issuer, { isKnown });
  }

  function settle(issuer: string, answer: IssuerOptions | null | undefined): TrustedIssuer | undefined {
    const path = `issuers("${escapeForLog(issuer)}")`;
    const options = answer === undefined || answer === null ? undefined : readIssuerOptions(answer, path);
    const trusted = options && createTrustedIssuer(options, { ...ending, path });
    // Whoever answers with another issuer has compared less than the whole name.
    if (options !== undefined && trusted?.issuer === issuer) return known.take(trusted, fetchedBy(options));
    known.delete(issuer);
    unknownSinceMs.set(issuer, clock());
    return undefined;
  }

  return Object.freeze<IssuerDirectory>({
    find,
    known: known.values,
    close: () => {
      lookup.close();
      closing.abort();
      for (const { keys } of known.values()) keys.close?.();
    },
  });
}

/** Ends fetches for issuers that have been dropped meanwhile, too. */
function endedBy(ended: AbortSignal, fetch: Fetch): Fetch {
  return (url, init) => fetch(url, { ...init, signal: AbortSignal.any([init.signal, ended]) });
}
