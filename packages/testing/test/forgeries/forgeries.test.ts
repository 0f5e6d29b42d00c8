import { createJwtVerifier, isJwtGuardError } from '@jwt-guard/core';
import type { JwtVerifier } from '@jwt-guard/core';
import {
  controls,
  createLocalIssuer,
  forgeries,
  forgeryAlgorithms,
  keySetForgeries,
  nonTokens,
} from '@jwt-guard/testing';
import type { Forgery, LocalIssuer } from '@jwt-guard/testing';

const clock = (): number => 1_800_000_000_500;

const targets = ['https://issuer.test', 'http://127.0.0.1:3000/tenant'].map((issuer) =>
  createLocalIssuer({ issuer, algorithms: forgeryAlgorithms, clock }),
);

const verifierFor = (
  { issuer, audience, secret, jwks }: LocalIssuer,
  { verifier, verifierOptions }: Pick<Forgery, 'verifier' | 'verifierOptions'>,
): JwtVerifier =>
  createJwtVerifier({
    issuer,
    audience,
    clock,
    ...(verifier === 'secret' ? { secret } : { jwks }),
    ...verifierOptions,
  });

/** What becomes of a token on a route that demands `reports:read`, or on an open one. */
async function outcome(
  verifier: JwtVerifier,
  { expected }: Pick<Forgery, 'expected'>,
  token: unknown,
): Promise<string> {
  try {
    const verified = await verifier.verify(token);
    const refused = expected === 'insufficient_scope' && !verified.scopes.includes('reports:read');
    return refused ? 'insufficient_scope' : 'accepted';
  } catch (error) {
    return isJwtGuardError(error) ? error.code : `thrown: ${String(error)}`;
  }
}

const forgeryOf401 = { expected: 'invalid_token' } as const;

describe.each(targets)('forgeries against $issuer', (target) => {
  it.each(forgeries.map((forgery) => [forgery.id, forgery.title, forgery] as const))(
    '%s · %s: every variant is refused by the verifier',
    async (_id, _title, forgery) => {
      const verifier = verifierFor(target, forgery);
      const tokens = await forgery.forge(target);
      const wrong: string[] = [];
      for (const { variant, token } of tokens) {
        const result = await outcome(verifier, forgery, token);
        if (result !== forgery.expected) wrong.push(`${variant}: ${result}`);
      }
      expect(wrong).toEqual([]);
      expect(tokens.length).toBeGreaterThan(0);
    },
  );

  it.each(controls.map((control) => [control.id, control.title, control] as const))(
    '%s · %s: every variant is accepted by the verifier',
    async (_id, _title, control) => {
      const verifier = verifierFor(target, control);
      for (const { variant, token } of await control.forge(target)) {
        expect([variant, await outcome(verifier, { expected: 'invalid_token' }, token)]).toEqual([variant, 'accepted']);
      }
    },
  );

  it.each(nonTokens)('S-46 · refuses $variant as any bad token', async ({ value }) => {
    expect(
      await outcome(
        verifierFor(target, { verifier: 'jwks', verifierOptions: {} }),
        { expected: 'invalid_token' },
        value,
      ),
    ).toBe('invalid_token');
  });

  it.each(keySetForgeries.map((forgery) => [forgery.id, forgery.title, forgery] as const))(
    '%s · %s: the token is refused, and a good key beside it still verifies',
    async (_id, _title, forgery) => {
      for (const { variant, jwks: set, token } of forgery.forge(target)) {
        const verifier = createJwtVerifier({ issuer: target.issuer, audience: target.audience, clock, jwks: set });
        const good = await outcome(verifier, forgeryOf401, target.tokenFor({ algorithm: 'PS256' }));
        expect([variant, await outcome(verifier, forgeryOf401, token), good]).toEqual([
          variant,
          'invalid_token',
          'accepted',
        ]);
      }
    },
  );

  it('name every variant of a case differently', async () => {
    for (const { title, forge } of [...forgeries, ...controls, ...keySetForgeries]) {
      const names = (await forge(target)).map(({ variant }) => variant);
      expect([title, new Set(names).size]).toEqual([title, names.length]);
    }
  });

  it('differ from each other in every variant', async () => {
    for (const { title, forge } of forgeries) {
      const tokens = (await forge(target)).map(({ token }) => token);
      expect([title, new Set(tokens).size]).toEqual([title, tokens.length]);
    }
  });
});
