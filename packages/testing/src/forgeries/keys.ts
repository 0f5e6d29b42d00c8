import { createHash, generateKeyPairSync } from 'node:crypto';

import { selfSignedCertificate } from '../keys/self-signed-certificate.js';
import { cachedTestKey } from '../keys/test-key.js';
import { signCompact } from '../tokens/sign-compact.js';
import type { SigningMaterial } from '../keys/sign-bytes.js';
import type { TestAlgorithm } from '../keys/test-algorithm.js';
import { forge, variants, variantsOf } from './forge.js';
import { defineForgery } from './forgery.js';
import type { ForgedToken, Forgery, ForgeryTarget } from './forgery.js';

/** Where keys come from: what a token says about its key must never be believed. */
export const keyForgeries: readonly Forgery[] = Object.freeze(
  [
    {
      id: 'K-01',
      title: 'a jwk header with the key of an attacker',
      forge: (target: ForgeryTarget) =>
        (['ES256', 'RS256', 'EdDSA'] as const).flatMap((algorithm) => {
          const { jwk } = cachedTestKey(algorithm, 'attacker');
          const { kid } = target.keyFor(algorithm);
          return variants({
            [`${algorithm}, the kid of the issuer's key`]: byAttacker(target, { jwk, kid }, algorithm),
            [`${algorithm}, its own kid`]: byAttacker(target, { jwk, kid: jwk.kid }, algorithm),
            [`${algorithm}, no kid`]: byAttacker(target, { jwk }, algorithm),
            [`${algorithm}, the issuer's kid inside jwk`]: byAttacker(target, { jwk: { ...jwk, kid }, kid }, algorithm),
          });
        }),
    },
    {
      id: 'K-02',
      title: 'a jwk header with a secret',
      forge: (target: ForgeryTarget) => {
        const k = Buffer.alloc(32, 7);
        const jwk = { kty: 'oct', k: k.toString('base64url'), alg: 'HS256' };
        const { kid } = target.keyFor('ES256');
        return variants({ HS256: hmac(target, { jwk, kid }, k), 'no kid': hmac(target, { jwk }, k) });
      },
    },
    {
      id: 'K-03',
      title: 'a jku header that leads to the keys of an attacker',
      forge: (target: ForgeryTarget) => {
        const url = attackerUrl(target);
        const { kid } = target.keyFor('ES256');
        const attacker = cachedTestKey('ES256', 'attacker');
        return variants({
          "the attacker's kid": byAttacker(target, { jku: `${url}jwks.json`, kid: attacker.kid }, 'ES256'),
          "the issuer's kid": byAttacker(target, { jku: `${url}jwks.json`, kid }, 'ES256'),
          'no kid': byAttacker(target, { jku: `${url}jwks.json` }, 'ES256'),
          'a URL that begins like the issuer': byAttacker(
            target,
            { jku: `${target.issuer}@${new URL(url).host}/jwks.json`, kid: attacker.kid },
            'ES256',
          ),
        });
      },
    },
    {
      id: 'K-05',
      title: 'x5u, x5c and x5t headers of an attacker',
      forge: (target: ForgeryTarget) => {
        const { kid } = target.keyFor('RS256');
        const chain = selfSignedCertificate(cachedTestKey('RS256', 'attacker'));
        const thumbprint = (hash: string): string => createHash(hash).update(chain).digest('base64url');
        return variantsOf(
          [
            { x5u: `${attackerUrl(target)}cert.pem` },
            { x5c: [chain.toString('base64')] },
            { x5t: thumbprint('sha1') },
            { 'x5t#S256': thumbprint('sha256') },
            { 'x5t#S256': thumbprint('sha256'), x5c: [chain.toString('base64')] },
          ],
          (header) => byAttacker(target, { ...header, kid }, 'RS256'),
        );
      },
    },
    {
      id: 'K-07',
      title: 'a kid that is a path, with the HMAC of nothing',
      forge: (target: ForgeryTarget) =>
        variantsOf(
          [
            '../../../../dev/null',
            '/dev/null',
            '..\\..\\',
            'file:///etc/passwd',
            '/proc/sys/kernel/randomize_va_space',
            "' UNION SELECT ''-- ",
          ],
          (kid) => hmac(target, { kid }, ''),
        ),
    },
    {
      id: 'K-09',
      title: 'a kid that is a command',
      forge: (target: ForgeryTarget) =>
        variantsOf(['`sleep 10`', '|sleep 10', '$(sleep 10)', '; sleep 10', '\n'], (kid) => withKid(target, kid)),
    },
    {
      id: 'K-10',
      title: 'a kid by a name that objects inherit',
      forge: (target: ForgeryTarget) =>
        variantsOf(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype'], (kid) =>
          withKid(target, kid),
        ),
    },
    {
      id: 'K-11',
      title: 'a kid that is no string',
      forge: (target: ForgeryTarget) =>
        variantsOf([null, 0, 1, true, [], [target.keyFor('ES256').kid], {}, ''], (kid) => withKid(target, kid)),
    },
    {
      id: 'K-13',
      title: 'a kid that is almost right',
      forge: (target: ForgeryTarget) => {
        const { kid } = target.keyFor('ES256');
        const swapped = kid.replace(/[a-z]/i, (letter) =>
          letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
        );
        return variantsOf(
          [
            swapped,
            `${kid} `,
            ` ${kid}`,
            `${kid}\0`,
            `${kid}\u0301`,
            kid.slice(0, -1),
            `${kid}${kid}`,
            kid.repeat(100),
          ],
          (near) => withKid(target, near),
        );
      },
    },
    {
      id: 'K-15',
      title: 'the kid of a key of another type',
      forge: (target: ForgeryTarget) =>
        (['RS256', 'PS256', 'EdDSA'] as const).map((algorithm) => ({
          variant: `ES256 with the ${algorithm} kid`,
          token: withKid(target, target.keyFor(algorithm).kid),
        })),
    },
    {
      id: 'K-22',
      title: 'an alg that the published key does not name',
      forge: (target: ForgeryTarget) =>
        (['RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const).map((algorithm) => {
          const { privateKey: key, kid } = target.keyFor('RS256');
          return {
            variant: algorithm,
            token: signCompact({
              header: { alg: algorithm, typ: 'at+jwt', kid },
              claims: target.contentFor().claims,
              key,
              algorithm,
            }),
          };
        }),
    },
    { id: 'K-42', title: 'a key that is not published, or no longer', forge: unpublishedKeys },
  ].map(defineForgery),
);

function attackerUrl(target: ForgeryTarget): string {
  return target.attackerUrl ?? 'http://127.0.0.1:9/';
}

/** A token with all the right claims, signed by somebody else. */
function byAttacker(target: ForgeryTarget, header: object, algorithm: 'ES256' | 'RS256' | 'EdDSA'): string {
  return sign(
    target,
    { alg: algorithm, typ: 'at+jwt', ...header },
    { key: cachedTestKey(algorithm, 'attacker').privateKey, algorithm },
  );
}

function hmac(target: ForgeryTarget, header: object, key: string | Buffer): string {
  return sign(target, { alg: 'HS256', typ: 'at+jwt', ...header }, { key, algorithm: 'HS256' });
}

function sign(
  target: ForgeryTarget,
  header: object,
  signing: { readonly key: SigningMaterial; readonly algorithm: TestAlgorithm },
): string {
  const { claims } = target.contentFor({ subject: 'admin' });
  return signCompact({ header: header as Record<string, unknown>, claims, ...signing });
}

/** A token that is good but for its kid. */
function withKid(target: ForgeryTarget, kid: unknown): string {
  return forge(target, { header: { ...target.contentFor({ algorithm: 'ES256' }).header, kid } });
}

function unpublishedKeys(target: ForgeryTarget): readonly ForgedToken[] {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const attacker = cachedTestKey('ES256', 'attacker');
  const { kid } = target.keyFor('ES256');
  return variants({
    'its own kid': target.tokenFor({ key: attacker }),
    "the issuer's kid": target.tokenFor({ key: attacker, header: { kid } }),
    'no kid': target.tokenFor({ key: attacker, header: { kid: undefined } }),
    'a key made now': sign(target, { alg: 'ES256', typ: 'at+jwt', kid }, { key: privateKey, algorithm: 'ES256' }),
  });
}
