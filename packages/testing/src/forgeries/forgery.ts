import type { LocalIssuer } from '../issuer/local-issuer.js';
import type { SigningAlgorithm } from '@jwt-guard/issuer';

/** The algorithms that the target of all forgeries publishes keys for. */
export const forgeryAlgorithms: readonly SigningAlgorithm[] = Object.freeze(['ES256', 'RS256', 'PS256', 'EdDSA']);

/** Whom the tokens are forged against: a local issuer with {@link forgeryAlgorithms}, with a server or without. */
export interface ForgeryTarget extends LocalIssuer {
  /** Where an attacker serves keys; it must never be asked. Default: a port on the loopback where nobody listens. */
  readonly attackerUrl?: string;
}

/** A token and what is special about it. */
export interface ForgedToken {
  readonly variant: string;
  readonly token: string;
}

/** Options that a verifier needs on top of issuer, audience and keys, for the case to mean something. */
export interface ForgeryVerifierOptions {
  readonly profile?: 'access-token' | 'strict';
  /** Seconds. */
  readonly maxTokenAge?: number;
  /** Seconds. */
  readonly maxLifetime?: number;
}

/**
 * Tokens that a guard must refuse, by the ID of their attack case.
 *
 * The verifier is `{ issuer, audience, jwks }` of the target (or its discovered keys), or `{ issuer, audience, secret }`
 * where `verifier` says so, with the target's `clock` and default settings, plus `verifierOptions`.
 */
export interface Forgery {
  readonly id: string;
  readonly title: string;
  /** `invalid_token` is a 401; `insufficient_scope` a 403 on a route that demands the scope `reports:read`. */
  readonly expected: 'invalid_token' | 'insufficient_scope';
  /** What the verifier holds: the published keys, or the target's `secret`. */
  readonly verifier: 'jwks' | 'secret';
  readonly verifierOptions: ForgeryVerifierOptions;
  readonly forge: (target: ForgeryTarget) => readonly ForgedToken[] | Promise<readonly ForgedToken[]>;
}

/** A forgery without what is usual. */
export type ForgeryCase = Pick<Forgery, 'id' | 'title' | 'forge'> & Partial<Forgery>;

/** Fills in what is usual: an `invalid_token` by published keys and default settings. */
export function defineForgery(forgery: ForgeryCase): Forgery {
  return Object.freeze({ expected: 'invalid_token', verifier: 'jwks', verifierOptions: Object.freeze({}), ...forgery });
}
