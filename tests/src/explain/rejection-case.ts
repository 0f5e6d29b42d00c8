import type { GuardOptions, Reason, SharedVerifierOptions } from '@jwt-guard/core';
import type { IssuerOptions } from '@jwt-guard/core';
import type { Middleware } from '@jwt-guard/express';
import type { LocalIssuer, TokenOptions } from '@jwt-guard/testing';

/** A request that is refused for one reason. */
export interface RejectionCase {
  readonly reason: Reason;
  /** What the explanation advises. */
  readonly fix: RegExp;
  /** Of the token; without it, a good one. */
  readonly token?: TokenOptions;
  /** Of the guard and its verifier. */
  readonly options?: Partial<IssuerOptions> & SharedVerifierOptions & GuardOptions;
  /** Of the route. */
  readonly requirement?: Middleware;
  readonly method?: string;
  /** Whole header lines. Default: the Authorization header with the token. */
  readonly headers?: (token: string, issuer: LocalIssuer) => readonly string[];
  /** Whether the guard refuses before it has verified the signature, for what the claims say. */
  readonly isUnproved?: true;
}
