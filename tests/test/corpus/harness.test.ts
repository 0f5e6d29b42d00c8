import { InvalidTokenError } from '@jwt-guard/core';
import type { JwtVerifier, VerifyContext } from '@jwt-guard/core';
import type { ForgedToken } from '@jwt-guard/testing';

import { useTokenCorpus } from '../../src/corpus/use-token-corpus.js';

const { corpus } = useTokenCorpus();
const everywhere = ['Express', 'Nest on Express', 'Nest on Fastify'];

/** The verifier of the corpus, but for one member. */
const verifierWith = (change: (good: JwtVerifier) => Partial<JwtVerifier>): JwtVerifier => {
  const good = corpus().verifierFor({ verifier: 'jwks', verifierOptions: {} });
  return { ...good, ...change(good) };
};
const faultsOf = async (verifier: JwtVerifier, tokens: readonly ForgedToken[], good?: string): Promise<unknown> =>
  corpus()
    .refuseAll({ verifier, tokens, good })
    .then(
      () => [],
      (error: unknown) => (error as { readonly actual?: unknown }).actual ?? error,
    );
const forged = [{ variant: 'forged', token: 'e30.e30.AAAA' }];

describe('the corpus finds fault', () => {
  it('with a forged token that is accepted', async () => {
    const tokens = [{ variant: 'good', token: corpus().target.tokenFor() }];
    const faults = await faultsOf(
      verifierWith(() => ({})),
      tokens,
    );
    expect(faults).toContain('good: accepted');
    for (const app of everywhere) {
      expect(faults).toContain(`good on ${app}: status 200`);
      expect(faults).toContain(`${app}: a handler ran`);
    }
  });

  it('with an error that is no refusal, and its 500', async () => {
    const verify = (): Promise<never> => Promise.reject(new TypeError('cannot read properties of undefined'));
    const faults = await faultsOf(
      verifierWith(() => ({ verify })),
      forged,
    );
    expect(faults).toContain('forged: thrown: TypeError: cannot read properties of undefined');
    for (const app of everywhere) expect(faults).toContain(`forged on ${app}: status 500`);
  });

  it('with a verifier that refuses the good token after a forged one', async () => {
    let spoilt = false;
    const verifier = verifierWith((honest) => ({
      verify: (token: unknown, context?: VerifyContext) => {
        spoilt ||= token === forged[0]?.token;
        return spoilt ? Promise.reject(new InvalidTokenError('malformed')) : honest.verify(token, context);
      },
    }));
    expect(await faultsOf(verifier, forged, corpus().target.tokenFor())).toEqual([
      'a good token is refused',
      ...everywhere.map((app) => `${app}: a good token is refused`),
    ]);
  });

  it('with an event that tells of the token', async () => {
    const token = corpus().target.tokenFor({ expiresIn: -60 });
    const verifier = verifierWith((honest) => ({
      verify: (sent: unknown, context?: VerifyContext) => {
        const kid = String(sent);
        honest.emit('rejected', { code: 'invalid_token', reason: 'malformed', signatureVerified: false, kid });
        return honest.verify(sent, context);
      },
    }));
    expect(await faultsOf(verifier, [{ variant: 'expired', token }])).toEqual(['expired: an event tells of the token']);
  });

  it('with a case that has no token', async () => {
    expect(
      await faultsOf(
        verifierWith(() => ({})),
        [],
      ),
    ).toMatchObject({ message: /no token|without tokens/ });
  });

  it('with a request that a token brought about, in every case from then on', async () => {
    await fetch(`${corpus().target.attackerUrl ?? ''}jwks.json`);
    expect(
      await faultsOf(
        verifierWith(() => ({})),
        forged,
      ),
    ).toEqual(['fetched /jwks.json']);
  });
});
