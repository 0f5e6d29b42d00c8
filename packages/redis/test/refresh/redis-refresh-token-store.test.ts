import { RedisRefreshTokenStore } from '@jwt-guard/redis/refresh';

import { newSession, rotation } from '../support/sessions.js';

const unavailable = { code: 'store_unavailable', status: 503 };
const session = '{"id":"s","scopes":[],"audience":[],"createdAtMs":1,"expiresAtMs":9}';

/** Answers commands by their names: each of the replies once, the last one for ever. */
function storeOn(replies: Readonly<Record<string, unknown[]>>): RedisRefreshTokenStore {
  const client = {
    sendCommand: (_key: string, [name = '']: readonly string[]): Promise<unknown> => {
      const own = replies[name] ?? [['maxmemory-policy', 'noeviction']];
      return Promise.resolve(own.length > 1 ? own.shift() : own[0]);
    },
  };
  return new RedisRefreshTokenStore({ client, commandTimeout: 500 });
}

describe('a store of sessions', () => {
  it('T12 · asks again when the clock of the server is not where it was thought to be', async () => {
    const store = storeOn({
      TIME: [['100', '0']],
      EVALSHA: [
        ['late', 900_000],
        ['rotated', session, 900_001, 900_009],
      ],
    });
    await expect(store.rotate(rotation({ id: 's' }))).resolves.toMatchObject({ outcome: 'rotated', counter: 1 });
  });

  it('T12 · gives up when the server calls everything late', async () => {
    const store = storeOn({ TIME: [['100', '0']], EVALSHA: [['late', 900_000]] });
    await expect(store.rotate(rotation({ id: 's' }))).rejects.toMatchObject(unavailable);
  }, 10_000);

  it.each<[string, unknown]>([
    ['text', 'what'],
    ['nothing', null],
    ['another outcome', ['what']],
    ['no session', ['rotated', null, 1, 2]],
    ['no JSON', ['rotated', '{', 1, 2]],
    ['no time', ['replayed', session, 1, 2, '1', 'k1', 'soon']],
    ['half of it', ['reused', session]],
  ])('L-13 · is unavailable when the answer is %s', async (_what, reply) => {
    const store = storeOn({ TIME: [['100', '0']], EVALSHA: [reply] });
    await expect(store.rotate(rotation({ id: 's' }))).rejects.toMatchObject(unavailable);
  });

  it('L-13 · is unavailable when the server does not tell the time, or scans into nowhere', async () => {
    const store = storeOn({ TIME: ['now'], ZSCAN: ['what'], EVALSHA: [['done']] });
    await expect(store.start(newSession())).rejects.toMatchObject(unavailable);
    await expect(store.list({ issuer: 'i', subject: 's' })).rejects.toMatchObject(unavailable);
  });

  it('L-13 · gives an id that is none of ours a key of its own', async () => {
    const keys = new Set<string>();
    const client = {
      sendCommand: (key: string): Promise<unknown> => {
        keys.add(key);
        return Promise.resolve(['none']);
      },
    };
    const store = new RedisRefreshTokenStore({ client });
    const ids = ['a', 'a:b', 'a\nb', 'a\0b', '{a}', '', '\ud800', '\ud801', '\ufffd', 'a'.repeat(129)];
    for (const id of ids) await store.find(id);
    expect(keys.size).toBe(ids.length);
    for (const key of keys) expect(key).toMatch(/^jwt-guard:session:~?[\w-]+$/);
  });

  it.each([
    ['prefix', { prefix: 'a b' }],
    ['replicas', { replicas: -1 }],
    ['ttl', { ttl: 1 }],
  ])('names %s when it is wrong', (option, wrong) => {
    const client = { sendCommand: () => Promise.resolve(null) };
    expect(() => new RedisRefreshTokenStore({ client, ...wrong })).toThrow(new RegExp(`^${option}: `));
  });
});
