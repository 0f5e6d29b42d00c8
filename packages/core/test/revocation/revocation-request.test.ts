import { MemoryRevocationStore } from '../../src/revocation/memory-revocation-store.js';
import { readRevocationRequest, tokenHeldUntil } from '../../src/revocation/revocation-request.js';

const issuer = 'https://auth.example.com';
const store = new MemoryRevocationStore();

/** Every method with a good request. */
const requests = [
  ['revokeToken', { issuer, jti: 'j' }],
  ['revokeSession', { issuer, sessionId: 's' }],
  ['revokeSubject', { issuer, subject: 'alice' }],
  ['revokeClient', { issuer, clientId: 'web' }],
  ['revokeIssuer', { issuer }],
] as const;

const call = (method: (typeof requests)[number][0], request: unknown): Promise<void> =>
  (store[method] as (request: unknown) => Promise<void>).call(store, request);

describe('a revocation', () => {
  it.each(requests)('%s · names all that it revokes by, as text of 1 to 2,048 characters', async (method, request) => {
    for (const name of Object.keys(request)) {
      for (const wrong of [undefined, null, '', 7, ['x'], {}, true, 'x'.repeat(2_049)])
        await expect(call(method, { ...request, [name]: wrong })).rejects.toMatchObject({
          name: 'InvalidOptionError',
          option: name,
        });
      await expect(call(method, { ...request, [name]: 'x'.repeat(2_048) })).resolves.toBeUndefined();
    }
  });

  it.each(requests)('%s · knows no other names, so that a misspelt one is noticed', async (method, request) => {
    await expect(call(method, { ...request, exceptSesion: 's' })).rejects.toMatchObject({ option: 'exceptSesion' });
    await expect(call(method, undefined)).rejects.toMatchObject({ name: 'InvalidOptionError' });
  });

  it.each([NaN, Infinity, -Infinity, '1800000000', null, {}])(
    'L-09 · with the expiry %p is an error, and never a revocation that is lost',
    async (expiresAt) => {
      await expect(call('revokeToken', { issuer, jti: 'j', expiresAt })).rejects.toMatchObject({
        name: 'InvalidOptionError',
        option: 'expiresAt',
      });
    },
  );

  it.each(['', null, 7])('spares no session that is called %j', async (exceptSession) => {
    await expect(call('revokeSubject', { issuer, subject: 'alice', exceptSession })).rejects.toMatchObject({
      option: 'exceptSession',
    });
  });

  it('is copied', () => {
    const request = { issuer, subject: 'alice', exceptSession: 's' };
    const read = readRevocationRequest('subject', request);
    request.exceptSession = 'other';
    expect({ ...read }).toEqual({ issuer, subject: 'alice', exceptSession: 's' });
    expect(Object.isFrozen(read)).toBe(true);
  });
});

describe('until when the revocation of a token is needed', () => {
  const until = (expiresAt: number | undefined): number =>
    tokenHeldUntil(expiresAt, { nowSeconds: 1_000, maxLifetimeSeconds: 600 });

  it.each([
    [1_100, 1_410],
    [1_100.25, 1_411],
    [undefined, 1_910],
    [1e308, 1_910],
    [500, 810],
  ])('V2, L-09 · is for the exp %p the second %d', (expiresAt, expected) => {
    expect(until(expiresAt)).toBe(expected);
  });
});
