import { inspect } from 'node:util';

import { createKeyRing, createSecretRing, MemorySigningKeyStore } from '@jwt-guard/issuer';
import type { FixedSecret, SecretRing, SecretRingOptions } from '@jwt-guard/issuer';

import { day, encryptionKey, fakeClock, FaultyStore, publishedKids, recorded, startMs } from './fakes.js';
import type { FakeClock } from './fakes.js';

const text = 'JpZ8Ww0sVn3yYc6Qx1Rf5Tb9Ku2Lh4Ge7';
const bytes = Buffer.from(text);

describe('createSecretRing', () => {
  let clock: FakeClock;
  let store: FaultyStore;
  const rings: SecretRing[] = [];
  const onStore = async (more: SecretRingOptions = {}): Promise<SecretRing> => {
    const ring = await createSecretRing({ store, encryptionKey, clock, ...more });
    rings.push(ring);
    return ring;
  };
  beforeEach(() => {
    clock = fakeClock();
    store = new FaultyStore();
  });
  afterEach(() => {
    for (const ring of rings.splice(0)) ring.close();
  });

  it('I-12 · makes secrets of 256 random bits under random ids', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, () => createSecretRing()));
    const secrets = await Promise.all(made.map((ring) => ring.current()));
    expect(new Set(secrets.map(({ id }) => id)).size).toBe(20);
    expect(new Set(secrets.map((secret) => Buffer.from(secret.bytes).toString('hex'))).size).toBe(20);
    expect(secrets.every((secret) => secret.bytes.length === 32)).toBe(true);
    for (const ring of made) ring.close();
  });

  it('T3 · rotates every 30 days and verifies by the old ones for 90 more', async () => {
    const ring = await onStore();
    const told = recorded(ring);
    const first = await ring.current();
    clock.pass(30 * day - 40);
    await ring.current();
    clock.pass(40);
    const second = await ring.current();
    expect(second.id).not.toBe(first.id);
    expect(await ring.find(first.id)).toEqual(first);
    clock.pass(29 * day);
    expect(await ring.find(first.id)).toEqual(first);
    clock.pass(61 * day);
    expect(await ring.find(first.id)).toBeUndefined();
    for (const event of [`keyActivated ${second.id}`, `keyRetired ${first.id}`, `keyRemoved ${first.id}`])
      expect(told).toContain(event);
  });

  it('T3, I-08 · is one ring for all processes, also over restarts', async () => {
    const [one, other] = await Promise.all([onStore(), onStore()]);
    expect(await other.current()).toEqual(await one.current());
    const { kid } = await one.rotateNow();
    clock.pass(40);
    expect((await other.current()).id).toBe(kid);
    expect(await (await onStore()).current()).toEqual(await one.current());
  });

  it('T3 · finds at once what another process has just made', async () => {
    const [one, other] = await Promise.all([onStore(), onStore()]);
    clock.pass(1);
    const { kid } = await one.rotateNow();
    expect((await other.find(kid))?.id).toBe(kid);
  });

  it('A2, A5 · asks the store for unknown ids at most once a second, in one flight', async () => {
    const ring = await onStore();
    clock.pass(1);
    const { loads } = store;
    const found = await Promise.all(Array.from({ length: 100 }, (_, made) => ring.find(`made-up-${made}`)));
    expect(found.every((secret) => secret === undefined)).toBe(true);
    expect(await ring.find('another')).toBeUndefined();
    expect(store.loads).toBe(loads + 1);
  });

  it('A5, T12 · rejects with 503 where only the store could tell, and knows what it knew', async () => {
    const ring = await onStore();
    const { id } = await ring.current();
    store.fault = 'rejects';
    clock.pass(1);
    for (let asked = 0; asked < 3; asked += 1)
      await expect(ring.find('unknown')).rejects.toMatchObject({ code: 'store_unavailable', status: 503 });
    expect((await ring.find(id))?.id).toBe(id);
    expect((await ring.current()).id).toBe(id);
    await expect(onStore()).rejects.toMatchObject({ code: 'store_unavailable' });
    store.fault = 'none';
    clock.pass(1);
    expect(await ring.find('unknown')).toBeUndefined();
  });

  it('T3 · takes a secret out at once', async () => {
    const ring = await onStore();
    const { id } = await ring.current();
    const { signsNow } = await ring.revokeKey(id);
    expect((await ring.current()).id).toBe(signsNow);
    expect(await ring.find(id)).toBeUndefined();
  });

  it('takes a new secret into use at once where no other process must know it', async () => {
    const ring = await createSecretRing({ clock });
    const { kid, signsFromMs } = await ring.rotateNow();
    expect(signsFromMs).toBe(startMs);
    expect((await ring.current()).id).toBe(kid);
    expect(await ring.find('unknown')).toBeUndefined();
    ring.close();
  });

  it('I-10 · shows no secret', async () => {
    const ring = await onStore();
    const secret = Buffer.from((await ring.current()).bytes);
    const shown = [
      JSON.stringify(ring),
      inspect(ring, { depth: 9, showHidden: true }),
      JSON.stringify(await ring.list()),
    ].join();
    expect(shown).not.toContain(secret.toString('base64url'));
    expect(JSON.stringify(await store.inner.load())).not.toContain(secret.toString('base64url'));
  });

  it('is told apart from a ring of keys in the same store', async () => {
    const shared = new MemorySigningKeyStore();
    const keys = await createKeyRing({ store: shared, encryptionKey });
    await expect(createSecretRing({ store: shared, encryptionKey })).rejects.toMatchObject({
      cause: expect.objectContaining({ message: expect.stringContaining('another use') as string }) as Error,
    });
    expect(await publishedKids(keys)).toHaveLength(1);
    keys.close();
  });

  it.each([
    ['an unknown option', { secretLifetme: '1d' }, 'secretLifetme'],
    ['a lifetime of nothing', { secretLifetime: 0 }, 'secretLifetime'],
    ['a store without encryption key', { store: new MemorySigningKeyStore() }, 'encryptionKey'],
    ['an interval that leaves no time', { rotationInterval: '59s' }, 'rotationInterval'],
    ['no options', null, 'options'],
  ])('refuses %s and names the option', async (_case, options, option) => {
    await expect(createSecretRing(options as SecretRingOptions)).rejects.toMatchObject({
      code: 'invalid_option',
      option,
    });
  });
});

describe('secrets from the configuration', () => {
  it('T3 · authenticate by the first and verify by all', async () => {
    const ring = await createSecretRing({
      secrets: [
        { id: 'b', bytes },
        { id: 'a', text: `${text}!` },
      ],
    });
    expect(await ring.current()).toEqual({ id: 'b', bytes: Uint8Array.from(bytes) });
    expect(await ring.find('a')).toMatchObject({ id: 'a' });
    expect(await ring.find('c')).toBeUndefined();
    expect(await ring.list()).toMatchObject([
      { kid: 'b', state: 'active' },
      { kid: 'a', state: 'retiring' },
    ]);
    expect(ring.health()).toEqual({ state: 'fresh', activeKid: 'b' });
    await ring.refresh();
    await expect(ring.rotateNow()).rejects.toMatchObject({ option: 'secrets' });
    await expect(ring.revokeKey('a')).rejects.toMatchObject({ option: 'secrets' });
    expect(recorded(ring)).toEqual([]);
    ring.close();
  });

  it('are not moved by a later change of the bytes', async () => {
    const mine = Uint8Array.from(bytes);
    const ring = await createSecretRing({ secrets: [{ id: 'a', bytes: mine }] });
    mine.fill(0);
    expect((await ring.current()).bytes).toEqual(Uint8Array.from(bytes));
  });

  it.each([
    ['none', []],
    ['no list', { id: 'a', text }],
    ['a short one', [{ id: 'a', text: 'short' }]],
    ['a pattern', [{ id: 'a', text: 'ab'.repeat(32) }]],
    ['one without id', [{ text }]],
    ['an id with a dot', [{ id: 'a.b', text }]],
    ['two forms at once', [{ id: 'a', text, bytes }]],
    [
      'one id twice',
      [
        { id: 'a', text },
        { id: 'a', bytes },
      ],
    ],
    ['text alone', [text]],
    ['an unknown member', [{ id: 'a', text, secret: 1 }]],
  ])('T3 · are refused if they are %s, and not quoted', async (_case, secrets) => {
    const error = await createSecretRing({ secrets: secrets as readonly FixedSecret[] }).catch(
      (caught: unknown) => caught,
    );
    expect(error).toMatchObject({ code: 'invalid_option', option: expect.stringMatching(/^secrets/) as string });
    expect(inspect(error)).not.toContain(text);
  });
});
