import { createJwtVerifier } from '@jwt-guard/core';
import type { JwtVerifier } from '@jwt-guard/core';
import type { FaultyIdentityProvider } from '@jwt-guard/testing/identity-provider';

/** How a verifier finds the keys. */
export type KeySourceKind = 'discovery' | 'jwksUri';

/** A verifier of which it is known what it fetches. */
export interface WatchedVerifier {
  readonly verifier: JwtVerifier;
  /** How many documents it has asked for. */
  readonly fetches: () => number;
  /** Waits until no fetch is under way, or the provider keeps its answer back. */
  readonly settled: () => Promise<void>;
  /** Waits until no fetch is under way. */
  readonly ended: () => Promise<void>;
}

/** What a watched verifier is made of. */
export interface WatchedVerifierOptions {
  readonly idp: FaultyIdentityProvider;
  readonly keysBy: KeySourceKind;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Uniform in [0, 1); the middle of all jitters unless told. */
  readonly random?: () => number;
}

/** Makes a verifier with its clock, its random source and its `fetch` in the hands of a scenario. */
export function watchedVerifier({ idp, keysBy, clock, random = () => 0.5 }: WatchedVerifierOptions): WatchedVerifier {
  let fetches = 0;
  let isFetching = false;
  const verifier = createJwtVerifier({
    issuer: idp.issuer,
    audience: idp.audience,
    ...(keysBy === 'jwksUri' && { jwksUri: idp.jwksUri }),
    clock,
    random,
    explain: false,
    fetch: (url, init) => {
      fetches += 1;
      isFetching = true;
      return fetch(url, init);
    },
  });
  const end = (): void => {
    isFetching = false;
  };
  verifier.on('keysFetched', end);
  verifier.on('keysFailed', end);
  const until = async (isOver: () => boolean): Promise<void> => {
    while (!isOver()) await nextTurn();
    await nextTurn(); // The single flight ends after its report.
  };
  return Object.freeze<WatchedVerifier>({
    verifier,
    fetches: () => fetches,
    settled: () => until(() => !isFetching || idp.withheld() > 0),
    ended: () => until(() => !isFetching),
  });
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
