import { applyClaimsPolicy } from '../claims/claims-policy.js';
import { issuerClaim } from '../claims/registered-claims.js';
import { validateClaims } from '../claims/standard-schema.js';
import { InvalidTokenError } from '../errors/invalid-token-error.js';
import { isPromise } from '../ports/within-time.js';
import { requireNoBinding } from '../proof/proof-of-possession.js';
import type { VerificationKey } from '../keys/verification-key.js';
import type { RevocationCheck } from '../revocation/revocation-check.js';
import { findKeys, requireSignature } from '../signature/require-signature.js';
import { parseCompactJws } from '../token/compact-jws.js';
import type { CompactJws } from '../token/compact-jws.js';
import type { VerifiedToken } from '../token/verified-token.js';
import type { IssuerDirectory } from './issuer-directory.js';
import type { Journey } from './rejected-event.js';
import type { RecentMap } from './recent-map.js';
import { toVerifiedToken } from './to-verified-token.js';
import type { Verification } from './to-verified-token.js';
import type { TrustedIssuer } from './trusted-issuer.js';
import type { SharedSettings } from './verifier-options.js';

/** What a token is verified in. */
export interface VerificationContext<Claims> {
  readonly issuers: Pick<IssuerDirectory, 'find'>;
  readonly settings: SharedSettings<Claims>;
  readonly revocation: RevocationCheck | undefined;
  /** What was verified lately, by the whole token; absent unless asked for. */
  readonly cache?: RecentMap<HeldVerification<Claims>> | undefined;
  /** Noted on the way: how far the token came. */
  readonly journey: Journey;
}

/** What a verification has found out, and by which key it was signed. */
export interface HeldVerification<Claims> extends Omit<Verification<Claims>, 'token' | 'source'> {
  readonly key: VerificationKey;
  readonly verified: VerifiedToken<Claims>;
}

/**
 * The way of a token: parse, trust, policy, key and signature, schema, proof, revocation. Cheap checks come before the network and
 * before crypto, and user code comes after the signature. A token that is held in the cache keeps its signature and its
 * schema; all else is asked again.
 *
 * @throws {InvalidTokenError} At the first stop.
 * @throws {KeysUnavailableError} When the keys cannot be had.
 * @throws {StoreUnavailableError} When nobody can tell whether the token was revoked.
 */
export async function verifyToken<Claims>(
  token: unknown,
  context: VerificationContext<Claims>,
): Promise<VerifiedToken<Claims>> {
  const held = context.cache?.get(token as string);
  const standing = held === undefined ? undefined : await ifStanding(held, context);
  const { verified, registered } = standing ?? (await verifyAnew(token, context));
  const asked = context.revocation?.requireUnrevoked(verified, registered.iat);
  if (asked !== undefined) await asked;
  return verified;
}

async function verifyAnew<Claims>(
  token: unknown,
  { issuers, settings, cache, journey }: VerificationContext<Claims>,
): Promise<HeldVerification<Claims>> {
  const { clock, maxTokenSize, schema } = settings;
  const jws = parseCompactJws(token, maxTokenSize);
  journey.header = jws.header;

  const named = issuers.find(issuerClaim(jws.claims));
  const issuer = requireTrusted(isPromise(named) ? await named : named);
  journey.issuer = issuer.issuer;
  journey.algorithms = issuer.algorithms;
  requireAlgorithm(jws, issuer);

  const registered = applyClaimsPolicy(jws, issuer.policy, clock() / 1_000);

  const key = await requireSignature(jws, issuer.keys);
  journey.signatureVerified = true;

  const claims = schema === undefined ? (jws.claims as Claims) : await validateClaims(jws.claims, schema);
  requireNoBinding(jws.claims);
  const found = { jws: { header: jws.header, claims: jws.claims }, registered, claims, issuer };
  const verified = toVerifiedToken({ ...found, token: token as string, source: journey.source });
  const held = { ...found, key, verified };
  cache?.set(verified.token, held);
  return held;
}

/**
 * What is held of a token, where it still stands: the issuer is trusted by the very same rules, the claims satisfy them now,
 * and the very key that verified it is still among the issuer's. Keys that are fetched anew are other ones.
 *
 * @throws As verifying anew does, where time or keys are the reason.
 */
async function ifStanding<Claims>(
  held: HeldVerification<Claims>,
  { issuers, settings, journey }: VerificationContext<Claims>,
): Promise<HeldVerification<Claims> | undefined> {
  const { jws, issuer, key, verified } = held;
  const named = issuers.find(issuer.issuer);
  if ((isPromise(named) ? await named : named) !== issuer) return undefined;
  journey.header = jws.header;
  journey.issuer = issuer.issuer;

  applyClaimsPolicy(jws, issuer.policy, settings.clock() / 1_000);

  const keys = findKeys(jws, issuer.keys);
  if (!(isPromise(keys) ? await keys : keys).includes(key)) return undefined;
  journey.signatureVerified = true;
  if (verified.source === journey.source) return held;
  return { ...held, verified: toVerifiedToken({ ...held, token: verified.token, source: journey.source }) };
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
