import { nonTokens } from '@jwt-guard/testing';

import { verdictOn } from '../../src/corpus/verdict.js';
import { useTokenCorpus } from '../../src/corpus/use-token-corpus.js';

const { accepts, corpus, refuses } = useTokenCorpus();

describe('a token that is no JWS by the letter', () => {
  it('S-01 · refuses two segments', refuses('S-01'));
  it('S-02 · refuses four segments', refuses('S-02'));
  it('S-03 · refuses five segments', refuses('S-03'));
  it('S-05 · refuses a flood of dots', refuses('S-05'));
  it('S-06 · refuses an empty segment', refuses('S-06'));
  it('S-07 · refuses = padding', refuses('S-07'));
  it('S-09 · refuses white space around the token', refuses('S-09'));
  it('S-10 · refuses white space inside a segment, signed as it stands', refuses('S-10'));
  it('S-11 · refuses the + and / alphabet', refuses('S-11'));
  it('S-13 · refuses characters beyond ASCII, signed as they stand', refuses('S-13'));
  it(
    'S-14 · refuses a signature with other unused trailing bits; an HMAC with other unused trailing bits',
    refuses('S-14'),
  );
  it('S-15 · refuses a header or payload with non-zero trailing bits, signed as it stands', refuses('S-15'));
  it('S-17 · refuses a header that is not JSON', refuses('S-17'));
  it('S-18 · refuses a header or claims that are JSON but no object', refuses('S-18'));
  it('S-19 · refuses a byte order mark', refuses('S-19'));
  it('S-21 · refuses alg twice', refuses('S-21'));
  it('S-22 · refuses kid twice', refuses('S-22'));
  it('S-23 · refuses a claim twice', refuses('S-23'));
  it('S-25 · refuses invalid UTF-8', refuses('S-25'));
  it('S-26 · refuses UTF-16', refuses('S-26'));
  it('S-27 · refuses half a surrogate pair', refuses('S-27'));
  it('S-29 · refuses bytes after the claims', refuses('S-29'));
  it('S-30 · refuses number literals that JSON does not have', refuses('S-30'));
  it('S-31 · refuses claims nested too deeply', refuses('S-31'));
  it('S-33 · refuses a token over 16 KiB', refuses('S-33'));
  it('S-34 · refuses a member named __proto__', refuses('S-34'));
  it('S-37 · refuses flattened JSON serialisation', refuses('S-37'));
  it('S-38 · refuses general JSON serialisation', refuses('S-38'));
  it('S-39 · refuses a polyglot of JSON and compact serialisation', refuses('S-39'));
  it('S-41 · refuses an unencoded payload (b64)', refuses('S-41'));
  it('S-42 · refuses a detached payload', refuses('S-42'));
  it('S-43 · refuses a JWT inside a JWT', refuses('S-43'));
  it('S-45 · refuses a wrapped token', refuses('S-45'));
  it('S-47 · refuses 10,000 seeded mutations of a good token', refuses('S-47'));

  it('S-35 · accepts claims by names that objects inherit', accepts('S-35'));

  it('S-33 · accepts a token of 12 KiB', async () => {
    const { target, verifierFor, acceptAll } = corpus();
    const token = target.tokenFor({ claims: { filler: 'x'.repeat(8_704) } });
    expect(token.length).toBeGreaterThan(12_000);
    await acceptAll(verifierFor({ verifier: 'jwks', verifierOptions: {} }), [{ variant: '12 KiB', token }]);
  });

  it('S-05 · refuses a million dots without looking at them', async () => {
    const { target, verifierFor } = corpus();
    const verifier = verifierFor({ verifier: 'jwks', verifierOptions: {} });
    const flood = `${target.tokenFor()}${'.'.repeat(1_000_000)}`;
    expect(await verdictOn(verifier, flood)).toBe('invalid_token');
  });

  it('S-34 · gives nobody a claim through __proto__, nested or not', async () => {
    const { target, verifierFor } = corpus();
    const verifier = verifierFor({ verifier: 'jwks', verifierOptions: {} });
    const nested = JSON.parse('{"__proto__":{"isAdmin":true}}') as unknown;
    expect(await verdictOn(verifier, target.tokenFor({ claims: { org: nested } }))).toBe('invalid_token');
    const { claims } = await verifier.verify(target.tokenFor());
    expect([claims['isAdmin'], ({} as { isAdmin?: unknown }).isAdmin]).toEqual([undefined, undefined]);
  });

  it.each(nonTokens)('S-46 · refuses $variant as any bad token', async ({ value }) => {
    const verifier = corpus().verifierFor({ verifier: 'jwks', verifierOptions: {} });
    expect(await verdictOn(verifier, value)).toBe('invalid_token');
  });
});
