import { applyClaimsPolicy } from '../claims/claims-policy.js';
import { issuerClaim } from '../claims/registered-claims.js';
import { validateClaims } from '../claims/standard-schema.js';
import { InvalidTokenError } from '../errors/invalid-token-error.js';
import { isPromise } from '../ports/within-time.js';
import { requireNoBinding } from '../proof/proof-of-possession.js';
import type { RevocationCheck } from '../revocation/revocation-check.js';
import { requireSignature } from '../signature/require-signature.js';
import { parseCompactJws } from '../token/compact-jws.js';
import type { CompactJws } from '../token/compact-jws.js';
import type { VerifiedToken } from '../token/verified-token.js';
import type { IssuerDirectory } from './issuer-directory.js';
import type { Journey } from './rejected-event.js';
import { toVerifiedToken } from './to-verified-token.js';
import type { TrustedIssuer } from './trusted-issuer.js';
import type { SharedSettings } from './verifier-options.js';

/** What a token is verified in. */
export interface VerificationContext<Claims> {
  readonly issuers: Pick<IssuerDirectory, 'find'>;
  readonly settings: SharedSettings<Claims>;
  readonly revocation: RevocationCheck | undefined;
  /** Noted on the way: how far the token came. */
  readonly journey: Journey;
}

/**
 * The way of a token: parse, trust, policy, key and signature, schema, proof, revocation. Cheap checks come before the network and
 * before crypto, and user code comes after the signature.
 *
 * @throws {InvalidTokenError} At the first stop.
 * @throws {KeysUnavailableError} When the keys cannot be had.
 * @throws {StoreUnavailableError} When nobody can tell whether the token was revoked.
 */
export async function verifyToken<Claims>(
  token: unknown,
  { issuers, settings, revocation, journey }: VerificationContext<Claims>,
): Promise<VerifiedToken<Claims>> {
  const { clock, maxTokenSize, schema } = settings;
  const jws = parseCompactJws(token, maxTokenSize);
  journey.header = jws.header;

  const named = issuers.find(issuerClaim(jws.claims));
  const issuer = requireTrusted(isPromise(named) ? await named : named);
  journey.issuer = issuer.issuer;
  journey.algorithms = issuer.algorithms;
  requireAlgorithm(jws, issuer);

  const registered = applyClaimsPolicy(jws, issuer.policy, clock() / 1_000);

  await requireSignature(jws, issuer.keys);
  journey.signatureVerified = true;

  const claims = schema === undefined ? (jws.claims as Claims) : await validateClaims(jws.claims, schema);
  requireNoBinding(jws.claims);
  const verified = toVerifiedToken({ token: token as string, jws, registered, claims, issuer, source: journey.source });
  const asked = revocation?.requireUnrevoked(verified, registered.iat);
  if (asked !== undefined) await asked;
  return verified;
}

/** The issuer that the token names must be one of ours (RFC 8725 §3.8). */
function requireTrusted(issuer: TrustedIssuer | undefined): TrustedIssuer {
  if (issuer === undefined) throw new InvalidTokenError('issuer_not_trusted', { claim: 'iss' });
  return issuer;
}

/** The issuer must sign with the algorithm that the token names (RFC 8725 §3.1). */
function requireAlgorithm({ header }: CompactJws, { algorithms }: TrustedIssuer): void {
  if (!algorithms.has(header.alg)) throw new InvalidTokenError('algorithm_not_allowed', { claim: 'alg' });
}
