import { parseCompactJws } from '../token/compact-jws.js';
import type { CompactJws } from '../token/compact-jws.js';
import { ownClaim } from '../token/own-claim.js';
import { grantsOf } from '../token/verified-token.js';
import type { VerifiedToken } from '../token/verified-token.js';
import type { IssuerDirectory } from '../verifier/issuer-directory.js';
import type { TrustedIssuer } from '../verifier/trusted-issuer.js';
import type { Evidence, SimilarIssuer } from './evidence.js';
import type { Rejection } from './rejection.js';
import { signedBy } from './signed-by.js';
import { spellingDifference } from './spelling-difference.js';

/** Where evidence is looked for. */
export interface EvidenceContext extends Pick<Evidence, 'settings' | 'nowSeconds'> {
  readonly issuers: Pick<IssuerDirectory, 'known'>;
}

/**
 * Finds out what can be said about a refusal. It carries on to the signature, by keys at hand: a token must not make
 * anybody fetch. Claims become evidence only when a key of a trusted issuer signed them.
 */
export async function gatherEvidence(rejection: Rejection, context: EvidenceContext): Promise<Evidence> {
  const { settings, nowSeconds } = context;
  const known = context.issuers.known();
  const common = { ...rejection, settings, nowSeconds, issuers: known.map(({ issuer }) => issuer) };
  if (rejection.verified !== undefined) return { ...common, ...evidenceOf(rejection.verified, known) };
  const jws = parsed(rejection.token, settings.maxTokenSize);
  const similar = jws && similarIssuer(jws, common.issuers);
  const trusted = issuerToAsk(known, rejection.journey.issuer ?? similar?.issuer);
  const keys = trusted?.keys.atHand?.() ?? [];
  if (jws === undefined) return { ...common, trusted, keys };
  const isProved = rejection.journey.signatureVerified || (await signedBy(keys, jws));
  return { ...common, trusted, similar, keys, header: jws.header, ...(isProved && { claims: jws.claims }) };
}

/** Where a token names none of ours, the only one may have signed it all the same. */
function issuerToAsk(known: readonly TrustedIssuer[], name: string | undefined): TrustedIssuer | undefined {
  if (name !== undefined) return known.find(({ issuer }) => issuer === name);
  return known.length === 1 ? known[0] : undefined;
}

/** What a layer above the verifier refused has been proved before. */
function evidenceOf(
  verified: VerifiedToken<unknown>,
  known: readonly TrustedIssuer[],
): Pick<Evidence, 'trusted' | 'keys' | 'header' | 'claims'> {
  const trusted = known.find(({ issuer }) => issuer === verified.issuer);
  return { trusted, keys: [], header: verified.header, claims: grantsOf(verified).rawClaims };
}

function parsed(token: unknown, maxTokenSize: number): CompactJws | undefined {
  try {
    return parseCompactJws(token, maxTokenSize);
  } catch {
    return undefined;
  }
}

function similarIssuer({ claims }: CompactJws, names: readonly string[]): SimilarIssuer | undefined {
  const iss = ownClaim(claims, 'iss');
  if (typeof iss !== 'string') return undefined;
  for (const issuer of names) {
    const difference = spellingDifference(iss, issuer);
    if (difference !== undefined) return { issuer, difference };
  }
  return undefined;
}
