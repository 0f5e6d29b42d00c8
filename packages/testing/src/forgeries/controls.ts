import { cachedTestKey } from '../keys/test-key.js';
import { ecdsaTwin } from './curve-signatures.js';
import { forge, goodTexts, segmentsOf, variants, variantsOf } from './forge.js';
import { defineForgery } from './forgery.js';
import type { ForgeryCase, ForgeryTarget, ForgeryVerifierOptions, ForgedToken } from './forgery.js';

/** Unusual tokens that are good: a guard that refuses them locks users out. By the ID of their attack case, or of the requirement. */
export interface ControlTokens {
  readonly id: string;
  readonly title: string;
  /** What the verifier holds: the published keys, or the target's `secret`. */
  readonly verifier: 'jwks' | 'secret';
  readonly verifierOptions: ForgeryVerifierOptions;
  readonly forge: (target: ForgeryTarget) => readonly ForgedToken[] | Promise<readonly ForgedToken[]>;
}

/** Tokens that must be accepted. */
export const controls: readonly ControlTokens[] = Object.freeze(
  [
    {
      id: 'J7',
      title: 'a plain access token, by each algorithm',
      forge: (target: ForgeryTarget) =>
        target.keys.map(({ algorithm }) => ({ variant: algorithm, token: target.tokenFor({ algorithm }) })),
    },
    {
      id: 'J7',
      title: 'a plain access token by HMAC',
      verifier: 'secret' as const,
      forge: (target: ForgeryTarget) => [{ variant: 'HS256', token: target.tokenFor({ algorithm: 'HS256' }) }],
    },
    { id: 'S-35', title: 'claims by names that objects inherit', forge: inheritedNames },
    { id: 'A-24', title: 'the (r, n − s) twin of an ES256 signature', forge: twin },
    {
      id: 'A-32',
      title: 'header parameters of encryption, which mean nothing here',
      forge: (target: ForgeryTarget) =>
        variantsOf([{ zip: 'DEF' }, { enc: 'A256GCM' }, { epk: {} }, { p2c: 1e9 }], (header) =>
          target.tokenFor({ algorithm: 'ES256', header }),
        ),
    },
    { id: 'K-06', title: 'key references in the header, which nobody follows', forge: ignoredReferences },
    {
      id: 'K-14',
      title: 'no kid, where one key fits',
      forge: (target: ForgeryTarget) =>
        target.keys.map(({ algorithm }) => ({
          variant: algorithm,
          token: target.tokenFor({ algorithm, header: { kid: undefined } }),
        })),
    },
    {
      id: 'C-02',
      title: 'exp in the past, within the tolerance',
      forge: (target: ForgeryTarget) =>
        variantsOf([0, 5], (ago) => target.tokenFor({ algorithm: 'ES256', expiresIn: -ago })),
    },
    {
      id: 'C-09',
      title: 'times with a fraction',
      forge: (target: ForgeryTarget) =>
        variantsOf([300.5], (seconds) => withClaims(target, { exp: now(target) + seconds, iat: now(target) - 0.25 })),
    },
    {
      id: 'C-11',
      title: 'nbf in the future, within the tolerance',
      forge: (target: ForgeryTarget) =>
        variantsOf([1, 10], (ahead) => withClaims(target, { nbf: now(target) + ahead })),
    },
    {
      id: 'C-29',
      title: 'one of several audiences',
      forge: (target: ForgeryTarget) =>
        variantsOf([[target.audience], [target.audience, 'other'], ['other', target.audience]], (aud) =>
          withClaims(target, { aud }),
        ),
    },
    {
      id: 'C-37',
      title: 'sub with characters that forge lines of a log',
      forge: (target: ForgeryTarget) =>
        variantsOf(['a\r\nb', 'a\0b', 'a\u202eb', 'ä😀'], (sub) => withClaims(target, { sub })),
    },
    {
      id: 'C-43',
      title: 'typ in other spellings',
      forge: (target: ForgeryTarget) =>
        variantsOf(['at+jwt', 'at+JWT', 'AT+JWT', 'application/at+jwt', 'Application/AT+JWT'], (typ) =>
          target.tokenFor({ algorithm: 'ES256', header: { typ } }),
        ),
      verifierOptions: { profile: 'access-token' } as const,
    },
    {
      id: 'C-43',
      title: 'typ JWT, or none',
      forge: (target: ForgeryTarget) =>
        variantsOf(['JWT', 'jwt', 'application/jwt', undefined], (typ) =>
          target.tokenFor({ algorithm: 'ES256', header: { typ } }),
        ),
    },
    {
      id: 'C-54',
      title: 'scopes in scp, as text or as a list',
      forge: (target: ForgeryTarget) =>
        variantsOf(['reports:read', ['reports:read', 'a']], (scp) => withClaims(target, { scope: undefined, scp })),
    },
    {
      id: 'C-63',
      title: 'a nonce in an access token, as older Keycloak writes it',
      forge: (target: ForgeryTarget) => [
        { variant: 'nonce', token: withClaims(target, { nonce: 'n-0', typ: 'Bearer', token_use: 'access' }) },
      ],
    },
    {
      id: 'J3',
      title: 'JSON in other spellings',
      forge: (target: ForgeryTarget) => {
        const { header, claims } = goodTexts(target);
        return variants({
          'white space': forge(target, {
            header: ` ${header.replaceAll(',', ' ,\n\t')}\r\n`,
            claims: claims.replaceAll(',', ', '),
          }),
          escapes: forge(target, { claims: claims.replace('"sub"', '"\\u0073ub"') }),
        });
      },
    },
  ].map((control: ForgeryCase) => {
    const { id, title, verifier, verifierOptions, forge: make } = defineForgery(control);
    return Object.freeze({ id, title, verifier, verifierOptions, forge: make });
  }),
);

function withClaims(target: ForgeryTarget, claims: Readonly<Record<string, unknown>>): string {
  return target.tokenFor({ algorithm: 'ES256', claims });
}

function now({ clock }: ForgeryTarget): number {
  return Math.floor(clock() / 1_000);
}

function inheritedNames(target: ForgeryTarget): readonly ForgedToken[] {
  return variantsOf(['constructor', 'prototype', 'hasOwnProperty', 'toString', 'toJSON', 'then', 'valueOf'], (name) =>
    withClaims(target, { [name]: 'x' }),
  );
}

function twin(target: ForgeryTarget): readonly ForgedToken[] {
  const token = target.tokenFor({ algorithm: 'ES256' });
  const [header, claims, signature] = segmentsOf(token);
  const other = ecdsaTwin(Buffer.from(signature, 'base64url')).toString('base64url');
  return variants({ original: token, twin: `${header}.${claims}.${other}` });
}

function ignoredReferences(target: ForgeryTarget): readonly ForgedToken[] {
  const url = target.attackerUrl ?? 'http://127.0.0.1:9/';
  const { jwk } = cachedTestKey('ES256', 'attacker');
  return variantsOf(
    [{ jku: `${url}jwks.json` }, { x5u: `${url}cert.pem` }, { jwk }, { x5c: ['AAAA'] }, { x5t: 'AAAA' }],
    (header) => target.tokenFor({ algorithm: 'ES256', header }),
  );
}
