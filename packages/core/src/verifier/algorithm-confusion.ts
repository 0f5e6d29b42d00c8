import type { JoseHeader } from '../token/jose-header.js';

/** What is known of a token that was refused. */
export interface RefusedToken {
  readonly reason: string;
  /** What of the token was at fault. */
  readonly claim?: string | undefined;
  readonly header?: JoseHeader | undefined;
  /** What the trusted issuer that it names may sign with. */
  readonly algorithms?: ReadonlySet<string> | undefined;
}

const none = /^\W*none\W*$/i;
const symmetric = /^\W*HS\d+\W*$/i;

/**
 * Whether a refused token wanted to be believed without a signature (stripped, or `alg: none` however it is spelt), or by a
 * shared secret at an issuer that has none: then its public key would have been the secret (RFC 8725 §2.1).
 */
export function isAlgorithmConfusion({ reason, claim, header, algorithms }: RefusedToken): boolean {
  if (header === undefined) return reason === 'malformed' && claim === 'signature';
  if (none.test(header.alg)) return true;
  return reason === 'algorithm_not_allowed' && symmetric.test(header.alg) && !hasSecret(algorithms);
}

function hasSecret(algorithms: ReadonlySet<string> = new Set()): boolean {
  return [...algorithms].some((name) => symmetric.test(name));
}
