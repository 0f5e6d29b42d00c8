import type { RevocationStore } from '@jwt-guard/core';
import { requireClaim, requireRoles, requireScopes } from '@jwt-guard/express';
import { cachedTestKey } from '@jwt-guard/testing';
import type { RejectionCase } from './rejection-case.js';

export const nowSeconds = 1_800_000_000;
export const page = 'https://app.example.com';

const inCookie = (token: string): string => `Cookie: __Host-access_token=${token}`;
const bearer = (token: string): string => `Authorization: Bearer ${token}`;
/** Text that is as long as a token, and no secret of anybody. */
const noJwt = 'n0tAJwtAtAllButLongEnoughToBeOneByItsLength';
const spare = (minutes: number): Record<string, unknown> => ({ iat: nowSeconds + 60 * minutes, nbf: undefined });

function storeThat(check: RevocationStore['check']): RevocationStore {
  return { maxLifetimeSeconds: 3_600, check };
}

const schema = {
  '~standard': {
    version: 1 as const,
    vendor: 'test',
    validate: () => ({
      issues: [{ message: 'must not be somebody@example.org', path: ['profile', { key: 'email' }] }],
    }),
  },
};

/** One for each reason. */
export const rejectionCases: readonly RejectionCase[] = [
  { reason: 'token_missing', fix: /Authorization: Bearer/, headers: () => [] },
  {
    reason: 'credentials_repeated',
    fix: /Send it once/,
    headers: (token) => [bearer(token), bearer(token)],
  },
  {
    reason: 'credentials_conflict',
    fix: /in one place/,
    headers: (token, issuer) => [bearer(token), inCookie(issuer.tokenFor())],
  },
  {
    reason: 'csrf_cross_site',
    fix: /Authorization header instead of a cookie/,
    method: 'POST',
    headers: (token) => [inCookie(token), 'Sec-Fetch-Site: cross-site', 'Origin: https://evil.example'],
  },
  {
    reason: 'csrf_origin_missing',
    fix: /Let Origin and Sec-Fetch-Site through/,
    method: 'POST',
    headers: (token) => [inCookie(token)],
  },
  {
    reason: 'csrf_origin_mismatch',
    fix: /Add the origin to `csrf.origins`/,
    method: 'POST',
    headers: (token) => [inCookie(token), 'Origin: https://app.example.com:8443'],
  },
  {
    reason: 'csrf_token',
    fix: /CSRF cookie/,
    method: 'POST',
    options: { csrf: { origins: [page], token: { secret: 'x7'.repeat(8) + 'Q9-vb_3kLmZr5TyUwEoP1aSdFgHjKl2' } } },
    headers: (token) => [inCookie(token), `Origin: ${page}`],
  },
  { reason: 'malformed', fix: /Remove the quotes/, headers: (token) => [`Authorization: Bearer "${token}"`] },
  { reason: 'opaque', fix: /access token for this API/, headers: () => [bearer(noJwt)] },
  {
    reason: 'encrypted',
    fix: /encryption of access tokens/,
    headers: (token) => [bearer(`${token}.${noJwt}.${noJwt}`)],
  },
  { reason: 'nested', fix: /one signed JWT/, token: { header: { cty: 'JWT' } } },
  {
    reason: 'detached',
    fix: /whole token/,
    headers: (token) => [bearer(token.replace(/\..*\./, '..'))],
  },
  {
    reason: 'json_serialization',
    fix: /`access_token` of the answer/,
    headers: (token) => [inCookie(`{"access_token":"${token}"}`)],
  },
  { reason: 'unsupported_critical', fix: /without critical extensions/, token: { header: { crit: ['b64'] } } },
  {
    reason: 'issuer_not_trusted',
    fix: /mind the slash at the end/,
    token: { claims: { iss: 'https://issuer.test/' } },
    isUnproved: true,
  },
  {
    reason: 'algorithm_not_allowed',
    fix: /allowed algorithm/,
    token: { key: cachedTestKey('ES384') },
  },
  { reason: 'key_not_found', fix: /Compare the kids/, token: { key: cachedTestKey('ES256', 'attacker') } },
  {
    reason: 'signature_mismatch',
    fix: /that of this environment/,
    token: { key: cachedTestKey('ES256', 'attacker'), header: { kid: cachedTestKey('ES256').kid } },
  },
  { reason: 'expired', fix: /fetch a new token/, token: { expiresIn: -60 }, isUnproved: true },
  {
    reason: 'not_yet_valid',
    fix: /Synchronise the clock/,
    token: { claims: { nbf: nowSeconds + 100 } },
    isUnproved: true,
  },
  { reason: 'issued_in_future', fix: /Synchronise the clock/, token: { claims: spare(2) }, isUnproved: true },
  {
    reason: 'too_old',
    fix: /maxTokenAge/,
    token: { claims: spare(-5) },
    options: { maxTokenAge: 60 },
    isUnproved: true,
  },
  { reason: 'lifetime_too_long', fix: /Shorten the lifetime/, options: { maxLifetime: 60 }, isUnproved: true },
  { reason: 'audience_missing', fix: /name this API/, token: { claims: { aud: undefined } }, isUnproved: true },
  {
    reason: 'audience_mismatch',
    fix: /Set `audience`/,
    token: { audience: 'https://another-api.example.org' },
    isUnproved: true,
  },
  {
    reason: 'type_mismatch',
    fix: /`access_token` of the answer/,
    token: { claims: { at_hash: 'the-hash-of-an-access-token' } },
    isUnproved: true,
  },
  {
    reason: 'claim_missing',
    fix: /add the claim/,
    options: { requiredClaims: ['tenant'] },
    isUnproved: true,
  },
  {
    reason: 'claim_mismatch',
    fix: /values of `binding`/,
    token: { claims: { tenant: 'the-tenant-of-somebody' } },
    options: { binding: { claim: 'tenant', values: ['our-tenant'] } },
    isUnproved: true,
  },
  { reason: 'claims_schema', fix: /Compare the schema/, options: { claims: schema } },
  {
    reason: 'proof_missing',
    fix: /plain Bearer token/,
    token: { claims: { cnf: { jkt: 'the-thumbprint-of-a-key' } } },
  },
  { reason: 'revoked', fix: /sign in again/, options: { revocation: storeThat(() => 'revoked') } },
  { reason: 'scope_missing', fix: /ask for the scope/, requirement: requireScopes('reports:read') },
  { reason: 'role_missing', fix: /the role at the issuer/, requirement: requireRoles('editor') },
  { reason: 'claim_unsatisfied', fix: /requireClaim/, requirement: requireClaim('tenant', 'our-tenant') },
  {
    reason: 'keys_unavailable',
    fix: /by curl/,
    options: { jwksUri: 'https://keys.test/jwks' },
  },
  {
    reason: 'store_unavailable',
    fix: /the store and the way to it/,
    options: { revocation: storeThat(() => Promise.reject(new Error('connect ECONNREFUSED'))) },
  },
];
