import { isDeepStrictEqual } from 'node:util';
import { partsOf } from '../keys/combine-keys.js';
import type { IssuerOptions } from './verifier-options.js';

/** What the keys of an issuer are fetched by. */
export interface FetchedBy {
  /** Compared by their content. */
  readonly settings: readonly unknown[];
  /** The caller's own sources, at their places among the parts: the very same objects, or others. */
  readonly ownSources: readonly unknown[];
}

/** What the keys of an issuer are fetched by; undefined where none are. */
export function fetchedBy(options: IssuerOptions): FetchedBy | undefined {
  const { jwks, publicKey, secret, keys, jwksUri, algorithms, staleIfError, sameOriginKeys } = options;
  const parts = partsOf(keys) ?? [];
  const isCombined = parts.some((part) => 'jwksUri' in part || 'discovery' in part);
  if (!isCombined && [jwks, publicKey, secret, keys].some((source) => source !== undefined)) return undefined;
  const settings = parts.map((part) => ('keys' in part ? 'own' : part));
  return {
    settings: [jwksUri, algorithms, staleIfError, sameOriginKeys, settings],
    ownSources: parts.map((part) => ('keys' in part ? part.keys : undefined)),
  };
}

/** Whether keys that were fetched by the one need not be fetched anew by the other. */
export function isFetchedAlike(one: FetchedBy | undefined, other: FetchedBy | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  return (
    isDeepStrictEqual(one.settings, other.settings) && one.ownSources.every((own, at) => own === other.ownSources[at])
  );
}
