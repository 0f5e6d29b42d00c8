import { claimValues, typValues, withClaims } from './claim-variants.js';
import { variantsOf } from './forge.js';
import { defineForgery } from './forgery.js';
import type { Forgery, ForgeryTarget } from './forgery.js';

/** Kinds and grants: tokens by the issuer itself that are no access tokens, grant too little, or need a proof. */
export const kindForgeries: readonly Forgery[] = Object.freeze(
  [
    {
      id: 'C-42',
      title: 'typ that is no type of access tokens',
      forge: (target: ForgeryTarget) =>
        typValues(target, [
          '',
          null,
          ['at+jwt'],
          1,
          {},
          true,
          ' at+jwt',
          'at+jwt ',
          'at+jwt;x=1',
          'foo/at+jwt',
          'at+jwt\0',
          'application/',
          'application/application/at+jwt',
          'at+jwt,JWT',
        ]),
    },
    {
      id: 'C-42',
      title: 'typ other than at+jwt, in the profile of RFC 9068',
      verifierOptions: { profile: 'access-token' } as const,
      forge: (target: ForgeryTarget) => typValues(target, ['JWT', 'jwt', 'application/jwt', undefined]),
    },
    {
      id: 'C-45',
      title: 'a refresh token',
      forge: (target: ForgeryTarget) => typValues(target, ['refresh+jwt', 'rt+jwt', 'application/refresh+jwt']),
    },
    {
      id: 'C-47',
      title: 'a logout token',
      forge: (target: ForgeryTarget) => {
        const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
        return [...typValues(target, ['logout+jwt'], { events }), ...typValues(target, ['JWT', undefined], { events })];
      },
    },
    {
      id: 'C-49',
      title: 'another kind of JWT, by its typ',
      forge: (target: ForgeryTarget) =>
        typValues(target, [
          'client-authentication+jwt',
          'oauth-authz-req+jwt',
          'token-introspection+jwt',
          'dpop+jwt',
          'secevent+jwt',
          'statuslist+jwt',
          'id_token+jwt',
          'vc+jwt',
          'kb+jwt',
        ]),
    },
    {
      id: 'C-50',
      title: 'another kind of JWT, by its claims, while typ says JWT',
      forge: (target: ForgeryTarget) =>
        variantsOf(
          [
            { at_hash: 'x' },
            { c_hash: 'x' },
            { s_hash: 'x' },
            { token_use: 'id' },
            { token_use: 'refresh' },
            { typ: 'ID' },
            { typ: 'Refresh' },
            { typ: 'Offline' },
            { typ: 'Logout' },
          ],
          (claims) => target.tokenFor({ algorithm: 'ES256', header: { typ: 'JWT' }, claims }),
        ),
    },
    {
      id: 'C-51',
      title: 'no scope',
      expected: 'insufficient_scope' as const,
      forge: (target: ForgeryTarget) => claimValues(target, 'scope', [undefined, '', ' ']),
    },
    {
      id: 'C-51',
      title: 'scope that is no string',
      forge: (target: ForgeryTarget) => claimValues(target, 'scope', [[], {}, 1, null, true, ['reports:read']]),
    },
    {
      id: 'C-53',
      title: 'scope that is almost the one',
      expected: 'insufficient_scope' as const,
      forge: (target: ForgeryTarget) =>
        claimValues(target, 'scope', [
          'REPORTS:READ',
          'Reports:read',
          'a\treports:read',
          'a\nreports:read',
          'a,reports:read',
          'reports',
          'reports:',
          'reports:*',
          '*',
          'reports:reader',
          'xreports:read',
          '"reports:read"',
          'reports:read\0',
        ]),
    },
    {
      id: 'C-57',
      title: 'a confirmation that nobody understands',
      forge: (target: ForgeryTarget) =>
        claimValues(target, 'cnf', [
          { x: 1 },
          {},
          { jkt: '' },
          { jkt: 1 },
          { jkt: 'x', 'x5t#S256': 'x' },
          [],
          ['jkt'],
          'x',
          1,
          null,
          true,
        ]),
    },
    {
      id: 'C-58',
      title: 'a token bound to a key, sent without proof',
      forge: (target: ForgeryTarget) =>
        claimValues(target, 'cnf', [{ jkt: 'A'.repeat(43) }, { 'x5t#S256': 'A'.repeat(43) }]),
    },
    {
      id: 'C-63',
      title: 'events or a hash in an access token',
      forge: (target: ForgeryTarget) =>
        variantsOf([{ events: {} }, { at_hash: 'x' }], (claims) => withClaims(target, claims)),
    },
  ].map(defineForgery),
);
