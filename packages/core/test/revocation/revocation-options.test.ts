import { createJwtVerifier, MemoryRevocationStore } from '@jwt-guard/core';
import { readRevocationOptions } from '../../src/revocation/revocation-options.js';
import { errorWith, textWith } from '../support/expectations.js';
import { audience, issuer, publicKeyPem, verifierOptions } from '../support/tokens.js';

const store = new MemoryRevocationStore({ maxLifetime: 3_600 });
const issuerOptions = { issuer, audience, publicKey: publicKeyPem };
const create = (options: object): unknown => createJwtVerifier({ ...verifierOptions, ...options });

describe('the option revocation', () => {
  it('V1 · is a store: all levels, and 503 where it cannot tell', () => {
    const settings = readRevocationOptions(store);
    expect(settings).toEqual({
      store,
      levels: new Set(['token', 'session', 'subject', 'client', 'issuer']),
      whenUnknown: 'deny',
      maxLifetimeSeconds: 3_600,
    });
    expect(settings.store).toBe(store);
    expect(Object.isFrozen(settings)).toBe(true);
  });

  it('is a store and how it is asked', () => {
    const settings = readRevocationOptions({ store, levels: ['subject', 'session', 'subject'], whenUnknown: 'lookup' });
    expect([...settings.levels]).toEqual(['subject', 'session']);
    expect(settings.whenUnknown).toBe('lookup');
  });

  it.each([
    ['undefined, which must not turn it off', undefined, 'revocation'],
    ['null', null, 'revocation'],
    ['text', 'redis://localhost', 'revocation'],
    ['a list', [store], 'revocation'],
    ['no store', {}, 'revocation.store'],
    ['something that cannot check', { store: { check: 'ok' } }, 'revocation.store'],
    ['an unknown option', { store, level: ['token'] }, 'revocation.level'],
    ['an unknown level', { store, levels: ['token', 'user'] }, 'revocation.levels'],
    ['no level', { store, levels: [] }, 'revocation.levels'],
    ['an unknown policy', { store, whenUnknown: 'ignore' }, 'revocation.whenUnknown'],
    ['no policy', { store, whenUnknown: null }, 'revocation.whenUnknown'],
    [
      'a policy that the store cannot serve',
      { store: { maxLifetimeSeconds: 60, check: () => 'ok' }, whenUnknown: 'lookup' },
      'revocation.whenUnknown',
    ],
    ['a store that does not tell how long it remembers', { check: () => 'ok' }, 'revocation.store.maxLifetimeSeconds'],
  ])('is refused at creation: %s', (_case, revocation, option) => {
    expect(() => create({ revocation })).toThrow(errorWith({ name: 'InvalidOptionError', option }));
  });

  it.each([undefined, null, 'redis://localhost'])('says what it takes, where it is %p', (revocation) => {
    expect(() => readRevocationOptions(revocation)).toThrow(
      errorWith({ option: 'revocation', message: textWith('pass a RevocationStore, or') }),
    );
  });

  it('V2 · takes a store that remembers from a second to ten years', () => {
    const remembering = (maxLifetimeSeconds: number): unknown =>
      readRevocationOptions({ maxLifetimeSeconds, check: () => 'ok' });
    for (const seconds of [1, 315_360_000]) expect(remembering(seconds)).toMatchObject({ maxLifetimeSeconds: seconds });
    for (const seconds of [0, 315_360_001])
      expect(() => remembering(seconds)).toThrow(
        errorWith({
          option: 'revocation.store.maxLifetimeSeconds',
          message: textWith('a number of seconds between 1 and 315360000'),
        }),
      );
  });

  it('is one for all issuers of a verifier', () => {
    expect(() => createJwtVerifier({ issuers: [{ ...issuerOptions, revocation: store } as never] })).toThrow(
      errorWith({ option: 'issuers[0].revocation' }),
    );
    expect(() => createJwtVerifier({ issuers: [issuerOptions], revocation: store })).not.toThrow();
  });
});

describe('maxLifetime, with revocation', () => {
  it('V2 · must not exceed the time for which the store remembers', () => {
    expect(() => create({ revocation: store, maxLifetime: 3_601 })).toThrow(
      errorWith({ option: 'maxLifetime', message: textWith('remembers for 3600 seconds') }),
    );
    expect(() => create({ revocation: store, maxLifetime: 3_600 })).not.toThrow();
    expect(() => create({ revocation: store, maxLifetime: NaN })).toThrow(errorWith({ option: 'maxLifetime' }));
  });
});
