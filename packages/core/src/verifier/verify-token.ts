import { applyClaimsPolicy, requireTimely } from '../claims/claims-policy.js';
import { issuerClaim } from '../claims/registered-claims.js';
import type { RegisteredClaims } from '../claims/registered-claims.js';
import { validateClaims } from '../claims/standard-schema.js';
import { InvalidTokenError } from '../errors/invalid-token-error.js';
import type { VerificationKey } from '../keys/verification-key.js';
import { whenKnown } from '../ports/when-known.js';
import { requireNoBinding } from '../proof/proof-of-possession.js';
import type { RevocationCheck } from '../revocation/revocation-check.js';
import { findKeys, requireSignature } from '../signature/require-signature.js';
import { parseCompactJws } from '../token/compact-jws.js';
import type { CompactJws } from '../token/compact-jws.js';
import type { KnownHeaders } from '../token/known-headers.js';
import type { VerifiedToken } from '../token/verified-token.js';
import type { IssuerDirectory } from './issuer-directory.js';
import type { Journey } from './rejected-event.js';
import type { RecentMap } from './recent-map.js';
import { toVerifiedToken } from './to-verified-token.js';
import type { Verification } from './to-verified-token.js';
import type { TrustedIssuer } from './trusted-issuer.js';
import type { SharedSettings } from './verifier-options.js';

/** What tokens are verified in. */
export interface VerificationContext<Claims> {
  readonly issuers: Pick<IssuerDirectory, 'find'>;
  readonly settings: SharedSettings<Claims>;
  readonly revocation: RevocationCheck | undefined;
  /** What the headers of tokens that verified said. */
  readonly headers: KnownHeaders;
  /** What was verified lately, by the whole token; absent unless asked for. */
  readonly cache?: RecentMap<HeldVerification<Claims>> | undefined;
}

/** What a verification has found out, and by which key it was signed. */
export interface HeldVerification<Claims> extends Omit<Verification<Claims>, 'token' | 'source'> {
  readonly key: VerificationKey;
  readonly verified: VerifiedToken<Claims>;
}

/** A token on its way, and how far it came. */
interface Passage<Claims> {
  readonly context: VerificationContext<Claims>;
  readonly token: string;
  readonly jws: CompactJws;
  readonly journey: Journey;
}

/**
 * The way of a token: parse, trust, policy, key and signature, schema, proof, revocation. Cheap checks come before the network and
 * before crypto, and user code comes after the signature. A token that is held in the cache keeps its signature and its
 * schema; all else is asked again.
 *
 * @param journey - noted on the way: how far the token came
 * @returns a promise only where something has to be waited for
 * @throws {InvalidTokenError} At the first stop, or a promise of it.
 * @throws {KeysUnavailableError} When the keys cannot be had.
 * @throws {StoreUnavailableError} When nobody can tell whether the token was revoked.
 */
export function verifyToken<Claims>(
  token: unknown,
  context: VerificationContext<Claims>,
  journey: Journey,
): VerifiedToken<Claims> | Promise<VerifiedToken<Claims>> {
  const held = context.cache?.get(token as string);
  const found =
    held === undefined
      ? verifyAnew(token, context, journey)
      : whenKnown(ifStanding(held, context, journey), (standing) => standing ?? verifyAnew(token, context, journey));
  return whenKnown(found, ({ verified, registered }) => {
    const asked = context.revocation?.requireUnrevoked(verified, registered.iat);
    return asked === undefined ? verified : asked.then(() => verified);
  });
}

function verifyAnew<Claims>(
  token: unknown,
  context: VerificationContext<Claims>,
  journey: Journey,
): HeldVerification<Claims> | Promise<HeldVerification<Claims>> {
  const jws = parseCompactJws(token, context.settings.maxTokenSize, context.headers);
  journey.header = jws.header;
  const passage = { context, token: token as string, jws, journey };
  return whenKnown(context.issuers.find(issuerClaim(jws.claims)), (issuer) =>
    verifyFrom(requireTrusted(issuer), passage),
  );
}

/** By the rules and the keys of the issuer that the token names. */
function verifyFrom<Claims>(
  issuer: TrustedIssuer,
  passage: Passage<Claims>,
): HeldVerification<Claims> | Promise<HeldVerification<Claims>> {
  const { jws, journey, context } = passage;
  journey.issuer = issuer.issuer;
  journey.algorithms = issuer.algorithms;
  requireAlgorithm(jws, issuer);
  const registered = applyClaimsPolicy(jws, issuer.policy, context.settings.clock() / 1_000);
  return whenKnown(requireSignature(jws, issuer.keys), (key) => accept(passage, { issuer, registered, key }));
}

/** What the signature proves is looked at by the user's own code, too. */
function accept<Claims>(
  { context: { settings, headers, cache }, token, jws: { header, headerText, claims: raw }, journey }: Passage<Claims>,
  proved: { readonly issuer: TrustedIssuer; readonly registered: RegisteredClaims; readonly key: VerificationKey },
): HeldVerification<Claims> | Promise<HeldVerification<Claims>> {
  journey.signatureVerified = true;
  headers.add(headerText, header);
  const validated = settings.schema === undefined ? (raw as Claims) : validateClaims(raw, settings.schema);
  return whenKnown(validated, (claims) => {
    requireNoBinding(raw);
    const { issuer, registered, key } = proved;
    const jws = { header, claims: raw };
    const verified = toVerifiedToken({ token, jws, registered, claims, issuer, source: journey.source });
    const held = { jws, registered, claims, issuer, key, verified };
    cache?.set(token, held);
    return held;
  });
}

/**
 * What is held of a token, where it still stands: the issuer is trusted by the very same rules, the time is right by them,
 * and the very key that verified it is still among the issuer's. Keys that are fetched anew are other ones.
 *
 * @throws As verifying anew does, where time or keys are the reason.
 */
function ifStanding<Claims>(
  held: HeldVerification<Claims>,
  { issuers, settings }: VerificationContext<Claims>,
  journey: Journey,
): HeldVerification<Claims> | undefined | Promise<HeldVerification<Claims> | undefined> {
  const { jws, issuer, registered, key, verified } = held;
  return whenKnown(issuers.find(issuer.issuer), (named) => {
    if (named !== issuer) return undefined;
    journey.header = jws.header;
    journey.issuer = issuer.issuer;
    requireTimely(registered, issuer.policy, settings.clock() / 1_000);
    return whenKnown(findKeys(jws, issuer.keys), (keys) => {
      if (!keys.includes(key)) return undefined;
      journey.signatureVerified = true;
      if (verified.source === journey.source) return held;
      return { ...held, verified: toVerifiedToken({ ...held, token: verified.token, source: journey.source }) };
    });
  });
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
