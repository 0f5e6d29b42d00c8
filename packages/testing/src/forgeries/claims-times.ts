import { claimLiterals, claimValues, nowSeconds, withClaims } from './claim-variants.js';
import { variantsOf } from './forge.js';
import { defineForgery } from './forgery.js';
import type { Forgery, ForgeryTarget } from './forgery.js';

/** Times: tokens by the issuer itself that are expired, not yet valid, or without a believable time. */
export const timeForgeries: readonly Forgery[] = Object.freeze(
  [
    {
      id: 'C-01',
      title: 'no exp',
      forge: (target: ForgeryTarget) => [{ variant: 'absent', token: withClaims(target, { exp: undefined }) }],
    },
    {
      id: 'C-02',
      title: 'exp in the past, on the second of the tolerance and before it',
      forge: (target: ForgeryTarget) =>
        variantsOf([10, 11, 60, 3_600], (ago) => {
          const now = nowSeconds(target);
          return withClaims(target, { exp: now - ago, iat: now - ago - 300, nbf: now - ago - 300 });
        }),
    },
    {
      id: 'C-03',
      title: 'exp that is no number',
      forge: (target: ForgeryTarget) =>
        claimValues(target, 'exp', ['9999999999', '', 'never', null, true, [], [9_999_999_999], {}]),
    },
    {
      id: 'C-05',
      title: 'exp of zero or less',
      forge: (target: ForgeryTarget) =>
        variantsOf([0, -1, -1e308], (exp) => withClaims(target, { exp, iat: undefined, nbf: undefined })),
    },
    {
      id: 'C-06',
      title: 'exp that overflows to infinity',
      forge: (target: ForgeryTarget) => claimLiterals(target, 'exp', ['1e999', '-1e999', `1${'0'.repeat(400)}`]),
    },
    {
      id: 'C-07',
      title: 'exp beyond the dates of JavaScript',
      forge: (target: ForgeryTarget) =>
        claimLiterals(target, 'exp', ['1e308', '9007199254740993', '9e15', '8640000000001']),
    },
    {
      id: 'C-10',
      title: 'exp not after iat',
      forge: (target: ForgeryTarget) =>
        variantsOf([0, 5], (more) =>
          withClaims(target, { iat: nowSeconds(target) + 5 + more, nbf: undefined, exp: nowSeconds(target) + 5 }),
        ),
    },
    {
      id: 'C-10',
      title: 'a life longer than maxLifetime',
      verifierOptions: { maxLifetime: 900 },
      forge: (target: ForgeryTarget) =>
        variantsOf([901, 86_400], (seconds) => target.tokenFor({ algorithm: 'ES256', expiresIn: seconds })),
    },
    {
      id: 'C-11',
      title: 'nbf in the future',
      forge: (target: ForgeryTarget) =>
        variantsOf([15, 250], (ahead) => withClaims(target, { nbf: nowSeconds(target) + ahead })),
    },
    {
      id: 'C-13',
      title: 'nbf that is no finite number',
      forge: (target: ForgeryTarget) => [
        ...claimLiterals(target, 'nbf', ['1e999', '-1e999']),
        ...claimValues(target, 'nbf', ['0', null, true, [], {}]),
      ],
    },
    {
      id: 'C-14',
      title: 'nbf after exp',
      forge: (target: ForgeryTarget) =>
        variantsOf([0, 1], (more) =>
          withClaims(target, { exp: nowSeconds(target) + 5, nbf: nowSeconds(target) + 5 + more }),
        ),
    },
    {
      id: 'C-15',
      title: 'a claim of RFC 9068 missing, in its profile',
      verifierOptions: { profile: 'access-token' } as const,
      forge: (target: ForgeryTarget) =>
        variantsOf(['iat', 'sub', 'client_id', 'jti', 'aud', 'exp', 'iss'], (name) =>
          withClaims(target, { [name]: undefined }),
        ),
    },
    {
      id: 'C-17',
      title: 'iat that is no time in the past',
      forge: (target: ForgeryTarget) => [
        ...claimLiterals(target, 'iat', ['1e999', '-1e999']),
        ...claimValues(target, 'iat', ['1', null, true, [], {}, -1, 0]),
        ...variantsOf([15, 250], (ahead) => withClaims(target, { iat: nowSeconds(target) + ahead })),
      ],
    },
    {
      id: 'C-18',
      title: 'iat older than maxTokenAge, or absent',
      verifierOptions: { maxTokenAge: 60 },
      forge: (target: ForgeryTarget) => [
        ...variantsOf([75, 3_600], (ago) =>
          withClaims(target, { iat: nowSeconds(target) - ago, nbf: nowSeconds(target) - ago }),
        ),
        { variant: 'absent', token: withClaims(target, { iat: undefined }) },
      ],
    },
  ].map(defineForgery),
);
