import type { SchemaIssues } from '../claims/schema-issues.js';
import { mediaType } from '../claims/token-kind.js';
import { InvalidTokenError } from '../errors/invalid-token-error.js';
import { ownClaim } from '../token/own-claim.js';
import type { Evidence } from './evidence.js';
import { quoted, quotedList } from './quoted.js';
import type { Finding, ReasonGuide } from './reason-guide.js';

type ClaimReason = 'type_mismatch' | 'claim_missing' | 'claim_mismatch' | 'claims_schema' | 'proof_missing' | 'revoked';

/** Reasons in what else a token says. */
export const claimGuides: Readonly<Record<ClaimReason, ReasonGuide>> = {
  type_mismatch: {
    summary: 'The token is of another kind than this API takes.',
    likelyCause: 'The client sent the wrong one of its tokens, or the issuer writes another `typ`.',
    fix: 'Have the client send the `access_token` of the answer; `acceptedTypes` names other values of `typ`.',
    examine: examineKind,
  },
  claim_missing: {
    summary: 'The token lacks a claim that is demanded.',
    likelyCause: 'The issuer does not write it, or only for another kind of client, scope or flow.',
    fix: 'Have the issuer add the claim; or leave it out of `requiredClaims`, or the profile that demands it.',
    examine: (evidence) => ({ expected: `the claim ${quoted(claimOf(evidence))}` }),
  },
  claim_mismatch: {
    summary: 'A claim that binds the token to this API has another value.',
    likelyCause: 'The token is for another client, tenant or kind of use.',
    fix: 'Have the client ask for a token for this API, or correct the values of `binding` (or of the preset).',
    examine: examineBinding,
  },
  claims_schema: {
    summary: 'The claims do not match your schema (`claims`).',
    likelyCause: 'The issuer writes these claims otherwise than the schema expects, or leaves them out.',
    fix: 'Compare the schema with a good token at these paths; make what may be absent optional.',
    examine: examineSchema,
  },
  proof_missing: {
    summary: 'The token is bound to a key (`cnf`), and such proofs cannot be checked here.',
    likelyCause: 'The client asked for a DPoP or mTLS token.',
    fix: 'Have the client ask for a plain Bearer token, or turn sender-constrained tokens off for it at the issuer.',
  },
  revoked: {
    summary: 'The token was revoked.',
    likelyCause:
      'Its user logged out or was locked, its session or its client was revoked, or the token itself; the store does not tell which.',
    fix: 'Have the user sign in again. If nobody should be revoked, look at what was put into the revocation store.',
  },
};

const ofTheClient: Finding = {
  likelyCause: 'This is an ID token: it is for the client, and tells it who has signed in.',
  fix: 'Have the client send the `access_token` of the answer, not the `id_token`.',
};

/** Only the claim at fault and the header take part: names prove nothing, and give nothing away. */
function examineKind(evidence: Evidence): Finding {
  const { header, trusted } = evidence;
  const accepted = trusted?.policy.acceptedTypes ?? [];
  const claim = claimOf(evidence);
  const type = header?.typ === undefined ? 'jwt' : mediaType(header.typ);
  if (claim !== 'typ' || accepted.includes(type)) return examineClaimOfKind(evidence, claim);
  return {
    expected: `typ ${quotedList(accepted)}`,
    found: header?.typ === undefined ? 'no typ' : `typ ${quoted(header.typ)}`,
  };
}

function examineClaimOfKind(evidence: Evidence, claim: string): Finding {
  const expected = `an ${evidence.trusted?.policy.tokenKind === 'id-token' ? 'ID' : 'access'} token`;
  const value = valueOf(evidence, claim);
  const found = value ?? `the claim ${quoted(claim)}, which another kind of token has`;
  const isIdToken = ['at_hash', 'c_hash', 's_hash'].includes(claim) || /^(?:typ|token_use) "id"$/i.test(found);
  return { expected, found, ...(isIdToken && ofTheClient) };
}

function examineBinding(evidence: Evidence): Finding {
  const claim = claimOf(evidence);
  const binding = evidence.trusted?.policy.bindings.find((candidate) => candidate.claim === claim);
  return { expected: `${claim} ${quotedList(binding?.values ?? [])}`, found: valueOf(evidence, claim) };
}

/** Of a value that is no text, only its type is told. */
function valueOf({ claims }: Evidence, claim: string): string | undefined {
  const value = claims && ownClaim(claims, claim);
  if (value === undefined) return undefined;
  return `${claim} ${typeof value === 'string' ? quoted(value) : `of type ${typeof value}`}`;
}

function examineSchema({ error }: Evidence): Finding {
  const { paths } = (error.cause ?? {}) as Partial<SchemaIssues>;
  if (paths === undefined)
    return { likelyCause: 'The schema threw instead of answering.', fix: 'Look at `error.cause`.' };
  return { found: paths.length === 0 ? undefined : `issues at ${quotedList(paths)}` };
}

function claimOf({ error }: Evidence): string {
  return (error instanceof InvalidTokenError ? error.claim : undefined) ?? '';
}
