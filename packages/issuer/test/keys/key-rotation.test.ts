import { createJwtVerifier } from '@jwt-guard/core';
import { createTokenIssuer, MemorySigningKeyStore } from '@jwt-guard/issuer';
import type { KeyRing } from '@jwt-guard/issuer';
import { createKeyRing } from '@jwt-guard/issuer';

import { activeKid, day, fakeClock, FaultyStore, publishedKids, recorded, ringOn, startMs } from './fakes.js';
import type { FakeClock } from './fakes.js';

/** 600 s of max-age, 600 s in the verifier, 30 s until the other processes know, 10 s between clocks. */
const pendingSeconds = 1_240;
/** 15 minutes, and 310 s of tolerance. */
const retiringSeconds = 1_210;

describe('a ring that rotates', () => {
  let clock: FakeClock;
  let store: FaultyStore;
  let ring: KeyRing;
  let first: string;

  beforeEach(async () => {
    clock = fakeClock();
    store = new FaultyStore();
    ring = await ringOn(store, clock);
    first = await activeKid(ring);
  });
  afterEach(() => {
    ring.close();
  });

  it('T4, I-06 · publishes a key before it signs, and keeps one after it has signed', async () => {
    const told = recorded(ring);
    clock.pass(30 * day - pendingSeconds - 1);
    expect(await publishedKids(ring)).toEqual([first]);
    clock.pass(1);
    const [, second = ''] = await publishedKids(ring);
    expect(await ring.list()).toMatchObject([{ state: 'active' }, { kid: second, state: 'pending' }]);
    clock.pass(pendingSeconds - 1);
    expect(await activeKid(ring)).toBe(first);
    clock.pass(1);
    expect(await activeKid(ring)).toBe(second);
    expect(await publishedKids(ring)).toEqual([first, second]);
    clock.pass(retiringSeconds - 1);
    expect(await publishedKids(ring)).toEqual([first, second]);
    clock.pass(1);
    expect(await publishedKids(ring)).toEqual([second]);
    expect([...told].sort()).toEqual(
      [`keyPublished ${second}`, `keyActivated ${second}`, `keyRetired ${first}`, `keyRemoved ${first}`].sort(),
    );
  });

  it('T4, I-06 · never publishes and signs in one instant, however late it wakes up', async () => {
    clock.pass(100 * day);
    expect(await activeKid(ring)).toBe(first);
    const [, second = ''] = await publishedKids(ring);
    clock.pass(pendingSeconds);
    expect(await activeKid(ring)).toBe(second);
  });

  it('T4 · rotates on demand, once, and says from when the new key signs', async () => {
    const answers = await Promise.all([ring.rotateNow(), ring.rotateNow()]);
    const [answer] = answers;
    expect(answers).toEqual([answer, answer]);
    expect(answer).toEqual({ kid: (await publishedKids(ring))[1], signsFromMs: startMs + pendingSeconds * 1_000 });
    expect(await publishedKids(ring)).toHaveLength(2);
    clock.pass(60);
    expect(await ring.rotateNow()).toEqual(answer);
    clock.pass(pendingSeconds - 60);
    expect(await activeKid(ring)).toBe(answer.kid);
    expect(ring.health()).toMatchObject({ activeKid: answer.kid, rotatesAtMs: answer.signsFromMs + 30 * day * 1_000 });
  });

  it('T4 · derives the waiting times from the options', async () => {
    const other = await ringOn(new MemorySigningKeyStore(), clock, {
      ...{ jwksMaxAge: 60, verifierCacheTime: 40, refreshInterval: 5, maxTokenLifetime: '1h' },
    });
    const { kid, signsFromMs } = await other.rotateNow();
    expect(signsFromMs - startMs).toBe((60 + 40 + 5 + 10) * 1_000);
    expect((await other.list())[0]?.verifiesUntilMs).toBe(signsFromMs + (3_600 + 310) * 1_000);
    expect((await other.list())[1]?.kid).toBe(kid);
    expect(other.maxTokenLifetimeSeconds).toBe(3_600);
    other.close();
  });

  it('T4 · makes keys of another algorithm at the next rotation, and verifies both', async () => {
    const again = await ringOn(store, clock, { algorithm: 'EdDSA' });
    expect((await again.signingKey()).algorithm).toBe('ES256');
    await again.rotateNow();
    clock.pass(pendingSeconds);
    expect((await again.signingKey()).algorithm).toBe('EdDSA');
    expect((await again.jwks()).keys.map(({ alg }) => alg)).toEqual(['ES256', 'EdDSA']);
    again.close();
  });

  it('T4 · signs with older keys when the clock is set back, and recovers', async () => {
    const { kid } = await ring.rotateNow();
    clock.pass(pendingSeconds);
    expect(await activeKid(ring)).toBe(kid);
    clock.pass(-pendingSeconds - 3_600);
    expect(await activeKid(ring)).toBe(first);
    clock.pass(pendingSeconds + 3_600);
    expect(await activeKid(ring)).toBe(kid);
  });

  it('T4 · rotates in one process alone when asked to', async () => {
    const own = await createKeyRing({ clock, rotationInterval: '1d' });
    clock.pass(day);
    const [, second = ''] = await publishedKids(own);
    clock.pass(pendingSeconds);
    expect(await activeKid(own)).toBe(second);
    clock.pass(retiringSeconds);
    expect(await publishedKids(own)).toEqual([second]);
    own.close();
  });

  it('T4 · never rotates where told so', async () => {
    const own = await createKeyRing({ clock, rotationInterval: false });
    clock.pass(3_000 * day);
    expect(await publishedKids(own)).toHaveLength(1);
    expect(own.health()).not.toHaveProperty('rotatesAtMs');
  });
});

describe('a key that is revoked', () => {
  let clock: FakeClock;
  let store: FaultyStore;
  let ring: KeyRing;
  let first: string;
  beforeEach(async () => {
    clock = fakeClock();
    store = new FaultyStore();
    ring = await ringOn(store, clock);
    first = await activeKid(ring);
  });
  afterEach(() => {
    ring.close();
  });

  it('T4 · is unpublished at once and a fresh one signs; the answer says what that breaks', async () => {
    const told = recorded(ring);
    const answer = await ring.revokeKey(first);
    expect(answer).toEqual({
      kid: first,
      wasActive: true,
      signsNow: await activeKid(ring),
      refusedTokensExpireAtMs: startMs + 900_000,
      verifiersMayRefuseForSeconds: pendingSeconds,
      verifiersMayAcceptForSeconds: 1_200,
    });
    expect(await publishedKids(ring)).toEqual([answer.signsNow]);
    expect(told.sort()).toEqual([
      `keyActivated ${answer.signsNow}`,
      `keyPublished ${answer.signsNow}`,
      `keyRevoked ${first}`,
    ]);
    expect(await ring.keySource.find({ kid: first, alg: 'ES256' })).toEqual([]);
  });

  it('T4 · leaves its place to the pending one, for which verifiers wait less', async () => {
    const { kid } = await ring.rotateNow();
    clock.pass(1_000);
    expect(await ring.revokeKey(first)).toMatchObject({
      wasActive: true,
      signsNow: kid,
      verifiersMayRefuseForSeconds: pendingSeconds - 1_000,
    });
  });

  it('T4 · breaks nothing while it has not signed', async () => {
    const { kid } = await ring.rotateNow();
    expect(await ring.revokeKey(kid)).toEqual({
      ...{ kid, wasActive: false, signsNow: first, refusedTokensExpireAtMs: 0 },
      ...{ verifiersMayRefuseForSeconds: 0, verifiersMayAcceptForSeconds: 0 },
    });
    clock.pass(10 * pendingSeconds);
    expect(await activeKid(ring)).toBe(first);
    expect(await publishedKids(ring)).toEqual([first]);
  });

  it('T4 · may be retiring', async () => {
    await ring.rotateNow();
    clock.pass(pendingSeconds);
    await activeKid(ring);
    expect(await ring.revokeKey(first)).toMatchObject({
      wasActive: false,
      refusedTokensExpireAtMs: startMs + (pendingSeconds + 900) * 1_000,
      verifiersMayRefuseForSeconds: 0,
      verifiersMayAcceptForSeconds: 1_200,
    });
    expect(await publishedKids(ring)).not.toContain(first);
  });

  it('T4, I-05 · never comes back, and is revoked once', async () => {
    const { signsNow } = await ring.revokeKey(first);
    expect(await ring.revokeKey(first)).toMatchObject({ wasActive: false, signsNow });
    const other = await ringOn(store, clock);
    expect(await publishedKids(other)).toEqual([signsNow]);
    other.close();
  });

  it('T4 · is refused by the other processes at their next look into the store', async () => {
    const other = await ringOn(store, clock);
    const told = recorded(other);
    const { signsNow } = await ring.revokeKey(first);
    clock.pass(30);
    expect(await publishedKids(other)).toEqual([signsNow]);
    expect(await activeKid(other)).toBe(signsNow);
    expect(told).toContain(`keyRevoked ${first}`);
    other.close();
  });

  it('must be there', async () => {
    const told = recorded(ring);
    await expect(ring.revokeKey('nobody')).rejects.toMatchObject({ code: 'invalid_option', option: 'kid' });
    expect(told).toEqual([]);
    expect(ring.health().state).toBe('fresh');
  });
});

describe('many processes on one store', () => {
  it('I-08 · found one ring together', async () => {
    const clock = fakeClock();
    const store = new FaultyStore();
    const rings = await Promise.all(Array.from({ length: 8 }, () => ringOn(store, clock)));
    expect(new Set(await Promise.all(rings.map(activeKid))).size).toBe(1);
    expect(store.replaced).toBe(1);
    for (const ring of rings) ring.close();
  });

  it.each(['by the clock', 'by rotateNow()'])('I-08 · make one new key when all rotate at once: %s', async (how) => {
    const clock = fakeClock();
    const store = new FaultyStore();
    const rings = await Promise.all(Array.from({ length: 8 }, () => ringOn(store, clock)));
    if (how === 'by the clock') {
      clock.pass(30 * day);
      await Promise.all(rings.map((ring) => ring.refresh()));
    } else {
      const answers = await Promise.all(rings.map((ring) => ring.rotateNow()));
      expect(new Set(answers.map(({ kid }) => kid)).size).toBe(1);
    }
    clock.pass(30);
    const sets = await Promise.all(rings.map(publishedKids));
    expect(sets[0]).toHaveLength(2);
    expect(sets).toEqual(sets.map(() => sets[0]));
    expect(store.replaced).toBe(2);
    for (const ring of rings) ring.close();
  });

  it('T4, I-05, I-06 · sign nothing that a set of the last 20 minutes does not verify, for 120 days of rotations', async () => {
    const clock = fakeClock();
    const random = seeded(7);
    const store = new MemorySigningKeyStore();
    const options = { rotationInterval: '10d', jwksMaxAge: 600, verifierCacheTime: 600 } as const;
    const rings = await Promise.all([ringOn(store, clock, options), ringOn(store, clock, options)]);
    const any = (): KeyRing => rings[Math.floor(random() * rings.length)] as KeyRing;
    const fetched: { readonly atMs: number; readonly kids: readonly string[] }[] = [];
    const signed: { readonly atMs: number; readonly kid: string }[] = [];
    const missing: string[] = [];
    const allKids = new Set<string>();
    const endMs = startMs + 120 * day * 1_000;

    while (clock() < endMs) {
      const moving = (await any().list()).length > 1;
      clock.pass(moving ? 1 + random() * 40 : 1 + random() * 3_000);
      if (random() < 0.000_5) await any().rotateNow();
      const nowMs = clock();
      const kid = await activeKid(any());
      const kids = await publishedKids(any());
      fetched.push({ atMs: nowMs, kids });
      signed.push({ atMs: nowMs, kid });
      for (const one of kids) allKids.add(one);
      for (const set of fetched.filter(({ atMs }) => nowMs - atMs <= 1_200_000))
        if (!set.kids.includes(kid)) missing.push(`${kid} signed at ${nowMs}, unknown to the set of ${set.atMs}`);
      for (const token of signed.filter(({ atMs }) => nowMs - atMs <= 900_000))
        if (!kids.includes(token.kid)) missing.push(`${token.kid} of a token that lives is not published at ${nowMs}`);
      fetched.splice(
        0,
        fetched.findIndex(({ atMs }) => nowMs - atMs <= 1_200_000),
      );
      signed.splice(
        0,
        signed.findIndex(({ atMs }) => nowMs - atMs <= 900_000),
      );
    }
    expect(missing).toEqual([]);
    expect(allKids.size).toBeGreaterThan(11);
    for (const ring of rings) ring.close();
  }, 60_000);
});

describe('a store that fails', () => {
  it('I-09, A5 · leaves the ring signing with what it has, raises an alarm, and is forgiven', async () => {
    const clock = fakeClock();
    const store = new FaultyStore();
    const ring = await ringOn(store, clock);
    const kid = await activeKid(ring);
    const told = recorded(ring);
    store.fault = 'rejects';
    clock.pass(40 * day);
    expect(await activeKid(ring)).toBe(kid);
    expect(await publishedKids(ring)).toEqual([kid]);
    expect(told).toEqual(['keyRingFailed']);
    expect(ring.health()).toMatchObject({ state: 'failing', activeKid: kid, loadedAtMs: startMs });
    await expect(ring.refresh()).rejects.toMatchObject({ code: 'keys_unavailable', status: 503 });
    await expect(ring.rotateNow()).rejects.toMatchObject({ code: 'keys_unavailable' });
    await expect(ring.revokeKey(kid)).rejects.toMatchObject({ code: 'keys_unavailable' });
    expect(await activeKid(ring)).toBe(kid);

    store.fault = 'none';
    await ring.refresh();
    expect(ring.health()).toMatchObject({ state: 'fresh', loadedAtMs: clock() });
    expect(await publishedKids(ring)).toHaveLength(2);
    ring.close();
  });

  it('I-09 · lets a key that is published begin to sign all the same', async () => {
    const clock = fakeClock();
    const store = new FaultyStore();
    const ring = await ringOn(store, clock);
    const { kid } = await ring.rotateNow();
    store.fault = 'rejects';
    clock.pass(pendingSeconds);
    expect(await activeKid(ring)).toBe(kid);
    ring.close();
  });

  it('A5 · does not make anybody wait who asks again', async () => {
    const clock = fakeClock();
    const store = new FaultyStore();
    const ring = await ringOn(store, clock);
    store.fault = 'rejects';
    clock.pass(30);
    await activeKid(ring);
    const { loads } = store;
    for (let asked = 0; asked < 100; asked += 1) await activeKid(ring);
    expect(store.loads).toBe(loads);
    ring.close();
  });

  it('A5, I-09 · at the first start is 503, and says why', async () => {
    const store = new FaultyStore();
    store.fault = 'rejects';
    await expect(ringOn(store, fakeClock())).rejects.toMatchObject({
      ...{ code: 'keys_unavailable', status: 503 },
      cause: expect.objectContaining({ message: 'ECONNREFUSED' }) as Error,
    });
  });

  it('I-08 · may lose the reply to a write that it made: still one new key', async () => {
    const clock = fakeClock();
    const store = new FaultyStore();
    const ring = await ringOn(store, clock);
    store.fault = 'loses-replies';
    await expect(ring.rotateNow()).rejects.toMatchObject({ code: 'keys_unavailable' });
    store.fault = 'none';
    const { kid } = await ring.rotateNow();
    expect(await publishedKids(ring)).toEqual([expect.any(String), kid]);
    ring.close();
  });

  it('I-09 · is given back what it forgot', async () => {
    const clock = fakeClock();
    const store = new FaultyStore();
    const ring = await ringOn(store, clock);
    const before = await store.inner.load();
    const { kid } = await ring.rotateNow();
    const told = recorded(ring);
    store.inner = new MemorySigningKeyStore();
    await store.inner.replace(before?.sealed ?? '', 0);
    clock.pass(30);
    expect(await publishedKids(ring)).toContain(kid);
    expect(told).toEqual(['keyRingFailed']);

    store.inner = new MemorySigningKeyStore();
    await ring.refresh();
    const other = await ringOn(store, clock);
    expect(await publishedKids(other)).toContain(kid);
    ring.close();
    other.close();
  });

  it('T4, I-09 · that was emptied, and in which a newcomer has founded another ring, is given back the older one', async () => {
    const store = new FaultyStore();
    const clock = fakeClock();
    const ring = await ringOn(store, clock);
    const kid = await activeKid(ring);
    clock.pass(60);
    store.inner = new MemorySigningKeyStore();
    const newcomer = await ringOn(store, clock);
    expect(await activeKid(newcomer)).not.toBe(kid);
    clock.pass(5);
    for (const one of [newcomer, ring, newcomer]) await one.refresh();
    expect(await publishedKids(ring)).toEqual([kid]);
    expect(await publishedKids(newcomer)).toEqual([kid]);
    const { replaced } = store;
    for (const one of [ring, newcomer, ring]) await one.refresh();
    expect(store.replaced).toBe(replaced);
    ring.close();
    newcomer.close();
  });

  it('I-08, A5 · that others change at each attempt counts as failed, and not for ever', async () => {
    const store = new FaultyStore();
    const clock = fakeClock();
    const ring = await ringOn(store, clock);
    const kid = await activeKid(ring);
    const busy = import.meta.jest.spyOn(store, 'replace').mockResolvedValue(false);
    await expect(ring.rotateNow()).rejects.toMatchObject({ code: 'keys_unavailable' });
    expect(busy).toHaveBeenCalledTimes(10);
    expect(await activeKid(ring)).toBe(kid);
    busy.mockRestore();
    await ring.rotateNow();
    expect(ring.health().state).toBe('fresh');
    ring.close();
  });

  it('A5 · that is down is told by the timer too, and rejects nowhere', async () => {
    import.meta.jest.useFakeTimers();
    try {
      const store = new FaultyStore();
      const ring = await ringOn(store, fakeClock());
      const told = recorded(ring);
      store.fault = 'rejects';
      await import.meta.jest.advanceTimersByTimeAsync(30_000);
      expect(told).toEqual(['keyRingFailed']);
      ring.close();
    } finally {
      import.meta.jest.useRealTimers();
    }
  });

  it('A6 · is asked no more after close', async () => {
    import.meta.jest.useFakeTimers();
    try {
      const store = new FaultyStore();
      const ring = await ringOn(store, fakeClock());
      const { loads } = store;
      await import.meta.jest.advanceTimersByTimeAsync(30_000);
      expect(store.loads).toBe(loads + 1);
      ring.close();
      await import.meta.jest.advanceTimersByTimeAsync(300_000);
      expect(store.loads).toBe(loads + 1);
    } finally {
      import.meta.jest.useRealTimers();
    }
  });

  it('A5 · counts as failed when it never answers', async () => {
    import.meta.jest.useFakeTimers();
    try {
      const clock = fakeClock();
      const store = new FaultyStore();
      const ring = await ringOn(store, clock);
      const kid = await activeKid(ring);
      store.fault = 'hangs';
      clock.pass(30);
      const signing = activeKid(ring);
      await import.meta.jest.advanceTimersByTimeAsync(5_000);
      expect(await signing).toBe(kid);
      expect(ring.health().state).toBe('failing');
      ring.close();
    } finally {
      import.meta.jest.useRealTimers();
    }
  });
});

describe('a guard in the process of the issuer', () => {
  const issuer = 'https://auth.example.com';
  const audience = 'https://api.example.com';

  it.each(['ES256', 'HS256'] as const)('T3 · verifies %s by the ring itself, over rotations', async (algorithm) => {
    const clock = fakeClock();
    const ring = await createKeyRing({ algorithm, clock, rotationInterval: '1d' });
    const tokens = createTokenIssuer({ issuer, audience, clientId: 'app', keys: ring, clock });
    const verifier = createJwtVerifier({ issuer, audience, keys: ring.keySource, algorithms: [algorithm], clock });
    await verifier.hydrate();
    for (let hour = 0; hour < 60; hour += 1) {
      const { token } = await tokens.issueAccessToken({ subject: 'alice' });
      clock.pass(590);
      await expect(verifier.verify(token)).resolves.toMatchObject({ subject: 'alice' });
      clock.pass(3_010);
    }
    expect(ring.keySource.health?.().state).toBe('fresh');
    ring.close();
  });

  it('T3 · publishes nothing of HS256, whose secrets rotate', async () => {
    const clock = fakeClock();
    const store = new FaultyStore();
    const ring = await ringOn(store, clock, { algorithm: 'HS256' });
    expect(await ring.jwks()).toEqual({ keys: [] });
    const before = await activeKid(ring);
    expect(Buffer.from(before, 'base64url')).toHaveLength(16);
    const { signsFromMs, kid } = await ring.rotateNow();
    expect(signsFromMs - startMs).toBe(40_000);
    clock.pass(40);
    expect(await activeKid(ring)).toBe(kid);
    expect(await ring.jwks()).toEqual({ keys: [] });
    ring.close();
  });

  it('T3, A5 · finds what another process has just made, at most once a second, and says when it can not tell', async () => {
    const clock = fakeClock();
    const store = new FaultyStore();
    const [one, other] = await Promise.all([ringOn(store, clock), ringOn(store, clock)]);
    clock.pass(2);
    const { kid } = await one.rotateNow();
    expect(await other.keySource.find({ kid, alg: 'ES256' })).toHaveLength(1);
    expect(await other.keySource.find({ kid, alg: 'RS256' })).toEqual([]);
    expect(await other.keySource.find({ alg: 'ES256' })).toEqual([]);
    const { loads } = store;
    for (let made = 0; made < 50; made += 1)
      expect(await other.keySource.find({ kid: `made-up-${made}`, alg: 'ES256' })).toEqual([]);
    expect(store.loads).toBe(loads);
    store.fault = 'rejects';
    clock.pass(1);
    for (let asked = 0; asked < 2; asked += 1)
      await expect(other.keySource.find({ kid: 'unknown', alg: 'ES256' })).rejects.toMatchObject({ status: 503 });
    expect(other.keySource.health?.().state).toBe('stale');
    expect(await other.keySource.find({ kid, alg: 'ES256' })).toHaveLength(1);
    one.close();
    other.close();
  });
});

/** mulberry32: the same numbers at each run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
