import { createJwtVerifier } from '@jwt-guard/core';
import type { VerifiedToken } from '@jwt-guard/core';
import { verifyAtOnce } from '../../src/verifier/verify-at-once.js';
import { refusal } from '../support/refusal.js';
import { tokenFor, verifierOptions } from '../support/tokens.js';

const verifier = createJwtVerifier({ ...verifierOptions, cache: { maxEntries: 10 } });
const token = tokenFor();
const other = { subject: 'mallory' } as VerifiedToken;

describe('verifyAtOnce', () => {
  it('answers at once where the result is at hand, and throws at once', async () => {
    const holding = createJwtVerifier({ ...verifierOptions, cache: { maxEntries: 10 } });
    const verified = await holding.verify(token);
    expect(verifyAtOnce(holding, token, {})).toBe(verified);
    expect(() => verifyAtOnce(holding, 'x', {})).toThrow(refusal('opaque'));
  });

  it('answers by a promise where the keys have to be waited for', async () => {
    const keys = { find: () => Promise.resolve([]) };
    const { issuer, audience, clock } = verifierOptions;
    const waiting = createJwtVerifier({ issuer, audience, clock, keys });
    await expect(verifyAtOnce(waiting, token, {})).rejects.toThrow(refusal('key_not_found', 'kid'));
  });

  it('asks the verify of whoever copied our verifier and put another in its place', async () => {
    const copy = { ...verifier, verify: () => Promise.resolve(other) };
    await expect(verifyAtOnce(copy, token, {})).resolves.toBe(other);
    const inherited = Object.create(verifier, { verify: { value: copy.verify } }) as typeof verifier;
    await expect(verifyAtOnce(inherited, token, {})).resolves.toBe(other);
  });

  it('waits for whatever a verifier of the user promises, be it no promise of ours', async () => {
    const thenable = {
      then: (resolve: (token: VerifiedToken) => void) => {
        resolve(other);
      },
    };
    const own = { ...verifier, verify: () => thenable as Promise<VerifiedToken> };
    const answer = verifyAtOnce(own, token, {});
    expect(answer).toBeInstanceOf(Promise);
    await expect(answer).resolves.toBe(other);
  });
});
