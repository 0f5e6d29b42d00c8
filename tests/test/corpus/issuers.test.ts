import { inspect } from 'node:util';

import { createJwtVerifier } from '@jwt-guard/core';
import type { JwtVerifier } from '@jwt-guard/core';
import { cachedTestKey, createLocalIssuer, signCompact } from '@jwt-guard/testing';
import type { ForgedToken } from '@jwt-guard/testing';

import { startAttackerServer } from '../../src/corpus/attacker-server.js';
import { useTokenCorpus } from '../../src/corpus/use-token-corpus.js';

const { corpus } = useTokenCorpus();

const clock = (): number => 1_800_000_000_500;
const a = createLocalIssuer({ issuer: 'https://a.test', audience: 'https://api.test/a', algorithms: ['RS256'], clock });
const b = createLocalIssuer({ issuer: 'https://b.test', audience: 'https://api.test/b', clock });
b.replaceKeys(cachedTestKey('ES256', 'b'));
const hmac = createLocalIssuer({ issuer: 'https://hmac.test', audience: 'https://api.test/hmac', clock });

/** Three issuers, each with an audience, algorithms and keys of its own. */
function trustAll(): JwtVerifier {
  const { secret } = hmac;
  return createJwtVerifier({
    clock,
    issuers: [
      { issuer: a.issuer, audience: a.audience, jwks: a.jwks, algorithms: ['RS256'] },
      { issuer: b.issuer, audience: b.audience, jwks: b.jwks },
      { issuer: hmac.issuer, audience: hmac.audience, secret },
    ],
  });
}

const good = a.tokenFor();
const refuse = (tokens: readonly ForgedToken[], verifier = trustAll()): Promise<void> =>
  corpus().refuseAll({ verifier, tokens, good });
const inAs = { iss: a.issuer, aud: a.audience };
const inBs = { iss: b.issuer, aud: b.audience };

describe('several issuers', () => {
  it('M-01, M-02 · are each accepted with what is their own', async () => {
    await corpus().acceptAll(trustAll(), [
      { variant: 'a', token: a.tokenFor() },
      { variant: 'b', token: b.tokenFor() },
      { variant: 'hmac', token: hmac.tokenFor({ algorithm: 'HS256' }) },
    ]);
  });

  it('M-01 · never verify tokens of each other', async () => {
    await refuse([
      { variant: 'by a, for b', token: a.tokenFor({ claims: inBs }) },
      { variant: 'by b, for a', token: b.tokenFor({ claims: inAs }) },
      { variant: 'by a, for b, without kid', token: a.tokenFor({ claims: inBs, header: { kid: undefined } }) },
      { variant: 'by a, with the audience of b', token: a.tokenFor({ audience: b.audience }) },
      { variant: 'by b, with the audience of a', token: b.tokenFor({ audience: a.audience }) },
      { variant: 'by the secret, for b', token: hmac.tokenFor({ algorithm: 'HS256', claims: inBs }) },
    ]);
  });

  it('M-02 · may name different keys by one kid', async () => {
    const [first, second] = [cachedTestKey('ES256', 'first'), cachedTestKey('ES256', 'second')];
    const jwksOf = ({ jwk }: typeof first) => ({ keys: [{ ...jwk, kid: 'same' }] });
    const verifier = createJwtVerifier({
      clock,
      issuers: [
        { issuer: a.issuer, audience: a.audience, jwks: jwksOf(first) },
        { issuer: b.issuer, audience: b.audience, jwks: jwksOf(second) },
      ],
    });
    const header = { kid: 'same' };
    await corpus().acceptAll(verifier, [
      { variant: 'a', token: a.tokenFor({ key: first, header }) },
      { variant: 'b', token: b.tokenFor({ key: second, header }) },
    ]);
    await corpus().refuseAll({
      verifier,
      tokens: [
        { variant: 'a by the key of b', token: a.tokenFor({ key: second, header }) },
        { variant: 'b by the key of a', token: b.tokenFor({ key: first, header }) },
      ],
      good: a.tokenFor({ key: first, header }),
    });
  });

  it('M-04 · are found by no name that objects inherit', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'size', 'get'];
    await refuse(names.map((iss) => ({ variant: iss, token: a.tokenFor({ claims: { iss } }) })));
  });

  it('M-05 · are the only ones whose metadata is asked for', async () => {
    const key = cachedTestKey('ES256', 'attacker');
    const evil = await startAttackerServer((url) => ({ issuer: url, jwks_uri: `${url}jwks.json`, keys: [key.jwk] }));
    const fetched: string[] = [];
    const verifier = createJwtVerifier({
      clock,
      fetch: (url) => {
        fetched.push(url);
        return Promise.reject(new Error('no network'));
      },
      issuers: [
        { issuer: a.issuer, audience: a.audience, jwks: a.jwks },
        { issuer: 'https://discovered.test', audience: a.audience },
      ],
    });
    const origin = evil.url.slice(0, -1);
    const issuers = [
      evil.url,
      origin,
      `${origin}/tenant`,
      `${a.issuer}.evil.test`,
      `https://discovered.test@${origin.slice(7)}`,
    ];
    const tokens = issuers.map((iss) => ({
      variant: iss,
      token: a.tokenFor({ key, claims: { iss }, header: { jku: `${evil.url}jwks.json` } }),
    }));
    await refuse(tokens, verifier);
    expect([fetched, evil.requests]).toEqual([[], []]);
    await evil.close();
  });

  it('M-06 · are named by a string, once', async () => {
    const wrong = [[a.issuer], [a.issuer, b.issuer], { 0: a.issuer }, {}, [], null, 1, true, '', undefined];
    await refuse([
      ...wrong.map((iss) => ({ variant: inspect(iss), token: a.tokenFor({ claims: { iss } }) })),
      { variant: 'no JWT', token: 'opaque-token' },
      { variant: 'claims that are no JSON', token: good.replace(/\.[^.]+\./, '.bm90IGpzb24.') },
    ]);
  });

  it('M-08 · have algorithms of their own, and no key serves another issuer', async () => {
    const { publicKey } = a.keyFor('RS256');
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    await refuse([
      { variant: "HS256 by the other issuer's secret", token: hmac.tokenFor({ algorithm: 'HS256', claims: inAs }) },
      ...[undefined, a.keyFor('RS256').kid].map((kid) => ({
        variant: `HS256 by the public key, kid ${String(kid)}`,
        token: signCompact({
          header: { alg: 'HS256', typ: 'at+jwt', kid },
          claims: a.contentFor().claims,
          key: pem,
          algorithm: 'HS256',
        }),
      })),
      {
        variant: "ES256 by the other issuer's key",
        token: a.tokenFor({ key: b.keyFor('ES256'), header: { kid: a.keyFor('RS256').kid } }),
      },
      {
        variant: 'RS256 for the issuer with a secret',
        token: a.tokenFor({ claims: { iss: hmac.issuer, aud: hmac.audience } }),
      },
    ]);
  });
});
