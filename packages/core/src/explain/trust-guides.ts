import type { VerificationKey } from '../keys/verification-key.js';
import { ownClaim } from '../token/own-claim.js';
import type { Evidence } from './evidence.js';
import { quoted, quotedList } from './quoted.js';
import type { Finding, ReasonGuide } from './reason-guide.js';

type TrustReason = 'issuer_not_trusted' | 'algorithm_not_allowed' | 'key_not_found' | 'signature_mismatch';

/** Reasons in who signed a token, and how. */
export const trustGuides: Readonly<Record<TrustReason, ReasonGuide>> = {
  issuer_not_trusted: {
    summary: 'The token names an issuer that is not configured.',
    likelyCause: 'It comes from another environment, tenant or realm, or `issuer` is not written exactly as `iss` is.',
    fix: 'Set `issuer` to the `iss` claim of a token that you know is good, character by character, or add it to `issuers`.',
    examine: examineIssuer,
  },
  algorithm_not_allowed: {
    summary: 'The token is signed by an algorithm that is not allowed.',
    likelyCause: 'The issuer signs by another algorithm than `algorithms` lists.',
    fix: 'Have the issuer sign by an allowed algorithm; or add its algorithm to `algorithms`, if its documents say that it is meant.',
    examine: examineAlgorithm,
  },
  key_not_found: {
    summary: 'The issuer has no key for this token.',
    likelyCause: 'The token comes from another environment, or its key is no longer published, or not yet.',
    fix: 'Compare the kids; check `jwksUri` and `issuer`, and have the client fetch a new token.',
    examine: examineKid,
  },
  signature_mismatch: {
    summary: 'The signature was not made by the key of the issuer.',
    likelyCause:
      'The token was changed, it is a forgery, or another environment signs by another key under the same kid.',
    fix: 'Fetch a new token. If that fails too, check that the configured key or secret is that of this environment; a secret that is base64 text must be decoded first.',
    examine: ({ header, keys }) => ({
      expected: `a signature by one of ${keyNames(keys)}`,
      found: header && headerNames(header),
    }),
  },
};

function examineIssuer({ claims, issuers, similar, trusted }: Evidence): Finding {
  const iss = claims && ownClaim(claims, 'iss');
  const found = typeof iss === 'string' ? `iss ${quoted(iss)}` : undefined;
  const expected = issuers.length === 0 ? 'an issuer that the function `issuers` finds' : `iss ${quotedList(issuers)}`;
  if (similar !== undefined) return { expected, found, ...misspelt(similar.issuer, similar.difference) };
  if (found === undefined || trusted === undefined) return { expected };
  return {
    expected,
    found,
    likelyCause: `A key of ${quoted(trusted.issuer)} signed it under another name: the same issuer, asked by another host name.`,
    fix: 'Set `issuer` to the name that was found if it is the same server, or fix the host name of the issuer.',
  };
}

function misspelt(issuer: string, difference: string): Finding {
  return {
    likelyCause: `\`iss\` differs from ${quoted(issuer)} only in ${difference}; issuers are compared exactly.`,
    fix: `Write \`issuer\` as the issuer's metadata write it (.well-known/openid-configuration, "issuer"): mind ${difference}.`,
  };
}

function examineAlgorithm({ header, trusted, keys }: Evidence): Finding {
  const alg = header?.alg ?? '';
  const allowed = [...(trusted?.algorithms ?? [])];
  return {
    expected: `one of ${allowed.join(', ')}; keys at hand: ${keyNames(keys)}`,
    found: `alg ${quoted(alg)}`,
    ...(isAttack(alg, allowed) && {
      likelyCause:
        'Somebody tries a forgery: no issuer of access tokens that is asked for public keys signs like this.',
      fix: 'Nothing is to be fixed here; do not allow it. Look at who sent it.',
    }),
  };
}

/** No signature at all, or a public key taken for a secret (RFC 8725, sections 2.1 and 3.1). */
function isAttack(alg: string, allowed: readonly string[]): boolean {
  return alg.toLowerCase() === 'none' || (alg.startsWith('HS') && !allowed.some((name) => name.startsWith('HS')));
}

function examineKid({ header, keys }: Evidence): Finding {
  const expected = `one of the keys ${keyNames(keys)}`;
  if (header === undefined) return { expected };
  const found = headerNames(header);
  const other = keys.find(({ kid }) => kid !== undefined && kid === header.kid);
  if (other !== undefined)
    return {
      expected,
      found,
      likelyCause: `The key of this kid is for ${other.algorithm}; a key serves one algorithm.`,
    };
  if (header.kid !== undefined) return { expected, found };
  return {
    expected,
    found,
    likelyCause: 'The token names no kid, and not exactly one key could have signed it.',
    fix: 'Have the issuer write `kid` into the header of its tokens.',
  };
}

function headerNames({ alg, kid }: NonNullable<Evidence['header']>): string {
  return kid === undefined ? `no kid, alg ${quoted(alg)}` : `kid ${quoted(kid)}, alg ${quoted(alg)}`;
}

function keyNames(keys: readonly VerificationKey[]): string {
  if (keys.length === 0) return '(no keys are at hand)';
  return quotedList(keys.map(({ kid, algorithm }) => (kid === undefined ? algorithm : `${kid} (${algorithm})`)));
}
