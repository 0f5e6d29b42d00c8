import { createJwtVerifier, MemoryRevocationStore } from '@jwt-guard/core';
import type { IssuerOptions, JwtVerifier, RevocationOptions, RevocationStore } from '@jwt-guard/core';
import { publicJwk, signToken, testKey } from '../support/keys.js';
import { refusal } from '../support/refusal.js';

const nowSeconds = 1_800_000_000;
const issuer = 'https://issuer.example';
const audience = 'https://api.example';
const key = testKey('ES256');
const clock = (): number => nowSeconds * 1_000;
const claims = {
  iss: issuer,
  aud: audience,
  iat: nowSeconds,
  exp: nowSeconds + 300,
  sub: 'alice',
  client_id: 'web',
  jti: 'j',
  sid: 's',
};
const good = signToken(key, claims);

const verifierOf = (
  revocation: RevocationStore | RevocationOptions,
  options: Partial<IssuerOptions> = {},
): JwtVerifier => createJwtVerifier({ issuer, audience, clock, publicKey: publicJwk(key), revocation, ...options });

const memory = (): MemoryRevocationStore => new MemoryRevocationStore({ maxLifetime: 3_600, clock });

/** A store that counts how often it is asked, and answers at once. */
function countingStore(): RevocationStore & { readonly asked: () => number } {
  let asked = 0;
  return {
    maxLifetimeSeconds: 3_600,
    check: () => {
      asked += 1;
      return 'ok';
    },
    asked: () => asked,
  };
}

describe('a verifier with revocation', () => {
  it('V1, V3, L-01 · refuses a token from the moment in which it is revoked, and names why to operators alone', async () => {
    const store = memory();
    const verifier = verifierOf(store);
    const rejected: unknown[] = [];
    verifier.on('rejected', (event) => rejected.push(event));
    const { jti, sessionId } = await verifier.verify(good);
    expect([jti, sessionId]).toEqual(['j', 's']);
    await store.revokeToken({ issuer, jti: 'j', expiresAt: claims.exp });
    for (let time = 0; time < 2; time += 1) {
      await expect(verifier.verify(good)).rejects.toThrow(refusal('revoked'));
      await expect(verifier.verify(good)).rejects.toThrow('expired, revoked, malformed, or invalid for other reasons');
    }
    expect(rejected[0]).toEqual({
      code: 'invalid_token',
      reason: 'revoked',
      signatureVerified: true,
      durationMs: expect.any(Number) as unknown,
      issuer,
      algorithm: 'ES256',
      kid: 'k1',
    });
  });

  it('L-02 · refuses every twin of a revoked token: signed anew, spelt otherwise, or malformed', async () => {
    const store = memory();
    const verifier = verifierOf(store);
    await store.revokeToken({ issuer, jti: 'j' });
    const [header = '', body = '', signature = ''] = good.split('.');
    const twins = [
      signToken(key, claims),
      signToken(key, { ...claims, extra: 1 }),
      `${good}=`,
      `${header}=.${body}.${signature}`,
      ` ${good}`,
      `${good}\n`,
      `${header}.${body}.${negated(signature)}`,
      `${good.slice(0, -1)}${String.fromCharCode(good.charCodeAt(good.length - 1) + 1)}`,
    ];
    for (const twin of twins)
      await expect(verifier.verify(twin)).rejects.toMatchObject({ name: 'InvalidTokenError', status: 401 });
    await expect(verifier.verify(`${header}.${body}.${negated(signature)}`)).rejects.toThrow(refusal('revoked'));
  });

  it.each([
    ['L-07', 'the session', (store: MemoryRevocationStore) => store.revokeSession({ issuer, sessionId: 's' })],
    ['L-03', 'the subject', (store: MemoryRevocationStore) => store.revokeSubject({ issuer, subject: 'alice' })],
    ['L-03', 'the client', (store: MemoryRevocationStore) => store.revokeClient({ issuer, clientId: 'web' })],
    ['L-03', 'the issuer', (store: MemoryRevocationStore) => store.revokeIssuer({ issuer })],
  ])('V1, %s · refuses what was revoked by %s', async (_id, _level, revoke) => {
    const store = memory();
    await revoke(store);
    await expect(verifierOf(store).verify(good)).rejects.toThrow(refusal('revoked'));
  });

  it('V1, L-05 · the strictest level wins, whichever was revoked last', async () => {
    let seconds = nowSeconds - 60;
    const store = new MemoryRevocationStore({ maxLifetime: 3_600, clock: () => seconds * 1_000 });
    await store.revokeSubject({ issuer, subject: 'alice' });
    seconds = nowSeconds;
    await store.revokeIssuer({ issuer });
    seconds = nowSeconds + 60;
    await store.revokeSubject({ issuer, subject: 'alice', exceptSession: 's' });
    await expect(verifierOf(store).verify(good)).rejects.toThrow(refusal('revoked'));
    await expect(verifierOf(store).verify(signToken(key, { ...claims, iat: nowSeconds + 1 }))).resolves.toBeDefined();
  });

  it('V1 · knows the client by azp where there is no client_id', async () => {
    const store = memory();
    await store.revokeClient({ issuer, clientId: 'web' });
    const token = signToken(key, { ...claims, client_id: undefined, azp: 'web' });
    await expect(verifierOf(store).verify(token)).rejects.toThrow(refusal('revoked'));
  });

  it('C-41 · never lets the jti of one issuer revoke that of another', async () => {
    const store = memory();
    const other = { issuer: 'https://other.example', audience, publicKey: publicJwk(key) };
    const verifier = createJwtVerifier({
      issuers: [{ ...other, issuer }, other],
      clock,
      revocation: store,
    });
    await store.revokeToken({ issuer: other.issuer, jti: 'j' });
    await expect(verifier.verify(good)).resolves.toBeDefined();
    await expect(verifier.verify(signToken(key, { ...claims, iss: other.issuer }))).rejects.toThrow(refusal('revoked'));
  });

  it.each([undefined, null, 1, '', [], {}, true])('V1, C-39 · refuses the jti %j', async (jti) => {
    const verdict = verifierOf(memory()).verify(signToken(key, { ...claims, jti }));
    await expect(verdict).rejects.toThrow(refusal(jti === undefined ? 'claim_missing' : 'malformed', 'jti'));
  });

  it('V1 · needs no jti where only watermarks and sessions revoke', async () => {
    const store = memory();
    const verifier = verifierOf({ store, levels: ['session', 'subject'] });
    const token = signToken(key, { ...claims, jti: undefined });
    await expect(verifier.verify(token)).resolves.not.toHaveProperty('jti');
    await store.revokeToken({ issuer, jti: 'j' });
    await expect(verifier.verify(good)).resolves.toBeDefined();
    await store.revokeSubject({ issuer, subject: 'alice', exceptSession: 's' });
    await expect(verifier.verify(token)).resolves.toBeDefined();
    await store.revokeSession({ issuer, sessionId: 's' });
    await expect(verifier.verify(token)).rejects.toThrow(refusal('revoked'));
  });

  it('V2 · takes no token that lives longer than the store remembers, and none that does not say since when', async () => {
    const lifetime = async (seconds: number, options: Partial<IssuerOptions> = {}): Promise<unknown> =>
      verifierOf(memory(), options).verify(signToken(key, { ...claims, exp: nowSeconds + seconds }));
    await expect(lifetime(3_600)).resolves.toBeDefined();
    await expect(lifetime(3_601)).rejects.toThrow(refusal('lifetime_too_long'));
    await expect(lifetime(601, { maxLifetime: 600 })).rejects.toThrow(refusal('lifetime_too_long'));
    await expect(verifierOf(memory()).verify(signToken(key, { ...claims, iat: undefined }))).rejects.toThrow(
      refusal('claim_missing', 'iat'),
    );
    await expect(lifetime(3_600, { maxLifetime: 3_600 })).resolves.toBeDefined();
    await expect(lifetime(60, { maxLifetime: 3_601 })).rejects.toMatchObject({ option: 'maxLifetime' });
    const short = { ...countingStore(), maxLifetimeSeconds: 60 };
    const strict = signToken(key, { ...claims, nbf: nowSeconds }, { typ: 'at+jwt' });
    await expect(verifierOf(short, { profile: 'strict' }).verify(strict)).rejects.toThrow(refusal('lifetime_too_long'));
    await expect(verifierOf(memory(), { profile: 'strict' }).verify(strict)).resolves.toBeDefined();
  });

  it('V3 · asks after the signature, the schema and the proof, once for each verification', async () => {
    const store = countingStore();
    const schema = {
      '~standard': { version: 1, vendor: 'test', validate: () => ({ issues: [{ message: 'no' }] }) },
    } as const;
    const forged = signToken(testKey('ES256', 'attacker'), claims, { kid: 'k1' });
    await expect(verifierOf(store).verify(forged)).rejects.toThrow(refusal('signature_mismatch'));
    await expect(verifierOf(store).verify(signToken(key, { ...claims, cnf: {} }))).rejects.toThrow(
      refusal('proof_missing'),
    );
    await expect(verifierOf(store, { claims: schema } as object).verify(good)).rejects.toThrow(
      refusal('claims_schema'),
    );
    expect(store.asked()).toBe(0);
    const verifier = verifierOf(store);
    for (let time = 0; time < 3; time += 1) await verifier.verify(good);
    expect(store.asked()).toBe(3);
  });

  it('A5, L-11 · is a 503 while the store is down, says so, and recovers by itself', async () => {
    let state = 'down';
    const verifier = verifierOf({
      maxLifetimeSeconds: 3_600,
      check: () => (state === 'down' ? Promise.reject(new Error('ECONNREFUSED')) : Promise.resolve('ok')),
      health: () => ({ state: state === 'down' ? 'stale' : 'fresh' }),
    });
    const events: unknown[] = [];
    for (const name of ['revocationUnknown', 'rejected'] as const)
      verifier.on(name, (event: object) => events.push([name, event]));
    await expect(verifier.verify(good)).rejects.toMatchObject({
      name: 'StoreUnavailableError',
      status: 503,
      headers: { 'Retry-After': '1' },
      cause: { message: 'ECONNREFUSED' },
    });
    expect(verifier.revocationHealth()).toEqual({ state: 'stale' });
    expect(events).toEqual([
      ['revocationUnknown', { issuer, policy: 'deny', error: expect.any(Error) as unknown }],
      ['rejected', expect.objectContaining({ code: 'store_unavailable', signatureVerified: true })],
    ]);
    state = 'up';
    await expect(verifier.verify(good)).resolves.toBeDefined();
    expect(verifier.revocationHealth()).toEqual({ state: 'fresh' });
  });

  it('V6 · hydrates its store, and leaves closing it to whoever made it', async () => {
    const calls: string[] = [];
    const verifier = verifierOf({
      ...countingStore(),
      hydrate: () => {
        calls.push('hydrate');
        return Promise.resolve();
      },
      close: () => calls.push('close'),
    });
    await verifier.hydrate();
    verifier.close();
    expect(calls).toEqual(['hydrate']);
  });

  it('has no health to tell of a store where there is none', () => {
    expect(createJwtVerifier({ issuer, audience, publicKey: publicJwk(key) }).revocationHealth()).toBeUndefined();
  });
});

/** The other ECDSA signature that holds: s becomes n − s (P-256). */
function negated(signature: string): string {
  const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const bytes = Buffer.from(signature, 'base64url');
  const s = BigInt(`0x${bytes.subarray(32).toString('hex')}`);
  const other = (n - s).toString(16).padStart(64, '0');
  return Buffer.concat([bytes.subarray(0, 32), Buffer.from(other, 'hex')]).toString('base64url');
}
