import { createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

import { createJwtVerifier } from '@jwt-guard/core';
import type { VerificationKey } from '@jwt-guard/core';
import { cachedTestKey, forgeries } from '@jwt-guard/testing';

import { verdictOn } from '../../src/corpus/verdict.js';
import { useTokenCorpus } from '../../src/corpus/use-token-corpus.js';

const { accepts, corpus, refuses, refusesKeySets } = useTokenCorpus();

const es256 = (keyObject: unknown): VerificationKey => ({ algorithm: 'ES256', keyObject: keyObject as KeyObject });

/** Keys of a source of one's own, which nobody has checked. */
const faultyKeys = [
  { title: 'an RSA key for ES256', key: () => es256(cachedTestKey('RS256').publicKey) },
  { title: 'an Ed25519 key for ES256', key: () => es256(cachedTestKey('EdDSA').publicKey) },
  { title: 'a secret for ES256', key: () => es256(createSecretKey(Buffer.alloc(32))) },
  { title: 'no key at all', key: () => es256(undefined) },
  { title: 'an object that is no key', key: () => es256({ type: 'public' }) },
];

describe('an algorithm or a signature that nobody trusts', () => {
  it('A-02 · refuses alg none, in any spelling and unsigned', refuses('A-02'));
  it('A-03 · refuses alg none with a signature', refuses('A-03'));
  it('A-04 · refuses alg missing, or no string', refuses('A-04'));
  it('A-06 · refuses alg by a name that objects inherit', refuses('A-06'));
  it('A-07 · refuses alg that is almost right', refuses('A-07'));
  it('A-08 · refuses an allowed alg without a signature', refuses('A-08'));
  it('A-10 · refuses one flipped bit', refuses('A-10'));
  it('A-11 · refuses parts of two good tokens', refuses('A-11'));
  it('A-12 · refuses HS256 keyed with a public key', refuses('A-12'));
  it('A-14 · refuses HS384 and HS512 keyed with a public key', refuses('A-14'));
  it(
    'A-15 · refuses HMAC with a key that everyone knows; HMAC with a key that everyone knows, where HMAC is expected',
    refuses('A-15'),
  );
  it('A-16 · refuses a public-key signature where HMAC is expected', refuses('A-16'));
  it('A-18 · refuses an allowed alg that the key is not bound to', refuses('A-18'));
  it('A-19 · refuses PSS with another salt length or mask hash', refuses('A-19'));
  it('A-20 · refuses PKCS#1 v1.5 with wrong padding', refuses('A-20'));
  it('A-22 · refuses an ECDSA signature in DER', refuses('A-22'));
  it('A-23 · refuses an ECDSA signature of another length, or out of range', refuses('A-23'));
  it('A-26 · refuses Ed25519 with S + L', refuses('A-26'));
  it('A-28 · refuses another name of the Edwards algorithms than the key is bound to', refuses('A-28'));
  it('A-30 · refuses a crit header', refuses('A-30'));
  it('A-31 · refuses crit b64 with b64 true', refuses('A-31'));
  it('A-34 · refuses an encrypted token around an unsigned one', refuses('A-34'));
  it('A-35 · refuses an encrypted token that asks for much work', refuses('A-35'));

  it('A-24 · accepts the (r, n − s) twin of an ES256 signature', accepts('A-24'));
  it('A-32 · accepts header parameters of encryption, which mean nothing here', accepts('A-32'));

  it('A-27 · refuses an Ed25519 key of small order, under which anyone can sign', refusesKeySets('A-27'));

  it('A-35 · does none of the work that an encrypted token asks for', async () => {
    const { target, verifierFor } = corpus();
    const verifier = verifierFor({ verifier: 'jwks', verifierOptions: {} });
    const tokens = await forgeries.find(({ id }) => id === 'A-35')?.forge(target);
    expect(tokens?.length).toBeGreaterThan(0);
    // 2^31 iterations, or a bomb inflated, would not end within the runner's limit.
    for (const { token } of tokens ?? []) expect(await verdictOn(verifier, token)).toBe('invalid_token');
  });

  it.each(faultyKeys)('A-36 · refuses what the crypto library throws at: $title', async ({ key }) => {
    const { target, refuseAll } = corpus();
    const { issuer, audience, clock } = target;
    const keys = { find: () => [key()] };
    const tokens = [{ variant: 'a good token', token: target.tokenFor({ algorithm: 'ES256' }) }];
    const verifier = createJwtVerifier({ issuer, audience, clock, keys });
    await refuseAll({ verifier, expected: 'keys_unavailable', tokens, good: undefined });
  });

  it('A-38 · shows a schema no claims that nobody signed', async () => {
    const { target, refuseAll } = corpus();
    const { issuer, audience, jwks, clock } = target;
    const shown: unknown[] = [];
    const validate = (value: unknown): { value: Record<string, never> } => {
      shown.push(value);
      return { value: {} };
    };
    const claims = { '~standard': { version: 1 as const, vendor: 'test', validate } };
    const verifier = createJwtVerifier({ issuer, audience, jwks, clock, claims });
    const token = target.tokenFor({
      key: cachedTestKey('ES256', 'attacker'),
      header: { kid: target.keyFor('ES256').kid },
    });
    await refuseAll({ verifier, tokens: [{ variant: 'a bad signature', token }], good: undefined });
    expect(shown).toEqual([]);
    expect(await verdictOn(verifier, target.tokenFor())).toBe('accepted');
    expect(shown).toHaveLength(1);
  });
});
