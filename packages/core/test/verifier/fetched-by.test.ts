import { combineKeys } from '@jwt-guard/core';
import type { IssuerOptions } from '@jwt-guard/core';
import { fetchedBy, isFetchedAlike } from '../../src/verifier/fetched-by.js';

const issuer = 'https://issuer.example';
const jwksUri = `${issuer}/keys`;
const secret = 'sixteen-octets-a-sixteen-octets-b';
const ring = { find: () => [] };
const by = (options: Partial<IssuerOptions>): ReturnType<typeof fetchedBy> => fetchedBy({ issuer, ...options });

describe('fetchedBy', () => {
  it.each<[string, Partial<IssuerOptions>]>([
    ['a secret', { secret }],
    ['a source of the caller', { keys: ring }],
    ['combined keys at hand', { keys: combineKeys({ secret }, { keys: ring }) }],
  ])('P6 · %s is not fetched', (_name, options) => {
    expect(by(options)).toBeUndefined();
    expect(isFetchedAlike(by(options), by(options))).toBe(false);
    expect(isFetchedAlike(by(options), by({}))).toBe(false);
    expect(isFetchedAlike(by({}), by(options))).toBe(false);
  });

  it.each<[string, () => Partial<IssuerOptions>]>([
    ['discovery', () => ({})],
    ['a URL', () => ({ jwksUri })],
    ['combined keys with a URL', () => ({ keys: combineKeys({ jwksUri }, { secret }, { keys: ring }) })],
    ['combined keys by discovery', () => ({ keys: combineKeys({ secret }, { discovery: true }) })],
  ])('P6 · %s is the same each time it is written down', (_name, options) => {
    expect(isFetchedAlike(by(options()), by(options()))).toBe(true);
    expect(isFetchedAlike(by(options()), by({ ...options(), algorithms: ['ES256'] }))).toBe(false);
    expect(isFetchedAlike(by(options()), by({ secret }))).toBe(false);
  });

  it('P6 · a source of the caller is the same when it is the very same object', () => {
    const combined = (keys: typeof ring): Partial<IssuerOptions> => ({ keys: combineKeys({ jwksUri }, { keys }) });
    expect(isFetchedAlike(by(combined(ring)), by(combined(ring)))).toBe(true);
    expect(isFetchedAlike(by(combined(ring)), by(combined({ ...ring })))).toBe(false);
  });
});
