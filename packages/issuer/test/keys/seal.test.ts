import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';

import { createKeyRing, MemorySigningKeyStore } from '@jwt-guard/issuer';
import type { EncryptionKey, KeyRingOptions } from '@jwt-guard/issuer';
import { decodeProtectedHeader } from 'jose';

import { createSealer } from '../../src/keys/seal.js';
import { activeKid, encryptionKey, publishedKids } from './fakes.js';

const other = randomBytes(48);

describe('a sealed ring', () => {
  it('T5 · is a JWE that only the encryption key opens', async () => {
    const sealed = await createSealer(encryptionKey).seal('ring');
    expect(decodeProtectedHeader(sealed)).toEqual({ alg: 'dir', enc: 'A256GCM', kid: expect.any(String) as string });
    expect(await createSealer(Buffer.from(encryptionKey, 'base64url')).unseal(sealed)).toBe('ring');
    await expect(createSealer(other).unseal(sealed)).rejects.toThrow('none of the encryption keys');
  });

  it('T5 · is opened by all keys of a list and sealed by the first', async () => {
    const sealed = await createSealer(encryptionKey).seal('ring');
    const both = createSealer([other, encryptionKey]);
    expect(await both.unseal(sealed)).toBe('ring');
    expect(await createSealer(other).unseal(await both.seal('new'))).toBe('new');
  });

  it('T5 · is refused when it was changed', async () => {
    const sealer = createSealer(encryptionKey);
    const parts = (await sealer.seal('ring')).split('.');
    const changed = [...parts.slice(0, 3), 'AAAA', ...parts.slice(4)].join('.');
    await expect(sealer.unseal(changed)).rejects.toThrow('was changed');
    await expect(sealer.unseal('no JWE')).rejects.toThrow('none of the encryption keys');
  });

  it.each([
    ['31 bytes', randomBytes(31)],
    ['short text', 'c2hvcnQ'],
    ['text that is not base64url', `${encryptionKey}=`],
    ['a repeated byte', Buffer.alloc(32, 1)],
    ['an empty list', []],
    ['nine keys', Array.from({ length: 9 }, () => randomBytes(32))],
    ['a number', 7],
  ])('T5 · is not made with %s as encryption key', (_case, key) => {
    expect(() => createSealer(key as EncryptionKey)).toThrow(
      expect.objectContaining({ code: 'invalid_option', option: 'encryptionKey' }) as Error,
    );
  });
});

describe('a ring at rest', () => {
  it('T5, I-10 · holds no private key in the clear', async () => {
    const store = new MemorySigningKeyStore();
    const ring = await createKeyRing({ store, encryptionKey });
    const stored = await store.load();
    expect(stored?.version).toBe(1);
    const clear = await createSealer(encryptionKey).unseal(stored?.sealed ?? '');
    const { d } = (JSON.parse(clear) as { entries: readonly { jwk: { d: string } }[] }).entries[0]?.jwk ?? { d: '' };
    expect(d).toHaveLength(43);
    for (const shown of [
      JSON.stringify(stored),
      JSON.stringify(ring),
      inspect(ring, { depth: 9, showHidden: true }),
      JSON.stringify(await ring.list()),
    ])
      expect(shown).not.toContain(d);
    ring.close();
  });

  it('T5 · outlives a change of the encryption key', async () => {
    const store = new MemorySigningKeyStore();
    const before = await createKeyRing({ store, encryptionKey });
    const during = await createKeyRing({ store, encryptionKey: [other, encryptionKey] });
    await during.rotateNow();
    const after = await createKeyRing({ store, encryptionKey: other });
    expect(await activeKid(after)).toBe(await activeKid(before));
    expect(await publishedKids(after)).toHaveLength(2);
    for (const ring of [before, during, after]) ring.close();
  });

  it('T5, A5 · that can not be decrypted is never written over', async () => {
    const store = new MemorySigningKeyStore();
    const ring = await createKeyRing({ store, encryptionKey });
    const before = await store.load();
    const error = await createKeyRing({ store, encryptionKey: other }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      ...{ code: 'keys_unavailable', status: 503 },
      cause: expect.objectContaining({ message: expect.stringContaining('encryption keys') as string }) as Error,
    });
    expect(await store.load()).toBe(before);
    ring.close();
  });

  it.each([
    ['no JSON', 'text'],
    ['another format', '{"format":2}'],
    ['no entries', '{"format":1,"use":"public-keys","revision":1,"entries":[],"revoked":[]}'],
    ['an entry that is none', '{"format":1,"use":"public-keys","revision":1,"entries":[1],"revoked":[]}'],
    ['a revocation that is none', '{"format":1,"use":"public-keys","revision":1,"entries":[],"revoked":[1]}'],
    ['a key that is none', JSON.stringify(ringWith({ kty: 'EC' }))],
    [
      'a key under another name',
      JSON.stringify(
        ringWith(
          {
            kty: 'OKP',
            crv: 'Ed25519',
            d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
            x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
          },
          'EdDSA',
        ),
      ),
    ],
    ['a secret that is none', JSON.stringify(ringWith({ kty: 'oct', k: 'AAAA' }, 'HS256'))],
  ])('A5 · that holds %s is an outage, and is left as it is', async (_case, text) => {
    const store = new MemorySigningKeyStore();
    await store.replace(await createSealer(encryptionKey).seal(text), 0);
    await expect(createKeyRing({ store, encryptionKey })).rejects.toMatchObject({ code: 'keys_unavailable' });
    expect((await store.load())?.version).toBe(1);
  });

  it.each<readonly [string, object, string]>([
    ['a store without encryption key', { store: new MemorySigningKeyStore() }, 'encryptionKey'],
    ['an encryption key without store', { encryptionKey }, 'encryptionKey'],
    ['a store that is none', { store: {}, encryptionKey }, 'store'],
    ['an interval that leaves no time for publication', { rotationInterval: '40m' }, 'rotationInterval'],
    [
      'rotation of a key that the next start brings back',
      { privateKey: '-', rotationInterval: '30d' },
      'rotationInterval',
    ],
    ['a private key for HS256', { privateKey: '-', algorithm: 'HS256' }, 'privateKey'],
    ['a lifetime over a day', { maxTokenLifetime: '25h' }, 'maxTokenLifetime'],
    ['a negative cache time', { verifierCacheTime: -1 }, 'verifierCacheTime'],
    ['a refresh interval of 0', { refreshInterval: 0 }, 'refreshInterval'],
    ['a refresh interval without a store', { refreshInterval: 30 }, 'refreshInterval'],
    ['a clock that is none', { clock: 5 }, 'clock'],
  ])('T4 · is not made with %s', async (_case, options, option) => {
    await expect(createKeyRing(options as KeyRingOptions)).rejects.toMatchObject({ code: 'invalid_option', option });
  });
});

function ringWith(jwk: object, algorithm = 'ES256'): object {
  const entry = { kid: 'a', algorithm, createdAtMs: 1, signsFromMs: 1, verifiesMs: 1, jwk };
  return { format: 1, use: 'public-keys', revision: 1, entries: [entry], revoked: [] };
}
