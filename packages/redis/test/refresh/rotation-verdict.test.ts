import { rotationVerdict } from '@jwt-guard/issuer';
import type { RefreshSession, RotationRequest, SessionRecord } from '@jwt-guard/issuer';
import { RedisRefreshTokenStore } from '@jwt-guard/redis/refresh';
import { redisServerAvailable, startRedisServer } from '@jwt-guard/testing/redis';
import type { RedisServer } from '@jwt-guard/testing/redis';

import { redisCommands } from '../../src/commands/redis-commands-of.js';
import { holderText, linesText } from '../../src/refresh/session-text.js';
import { singleClients } from '../support/clients.js';
import type { TestClient } from '../support/clients.js';
import { seededRandom } from '../support/seeded-random.js';
import type { SeededRandom } from '../support/seeded-random.js';

const describeRedis = redisServerAvailable() ? describe : describe.skip;
const hostile = ['a', 'b', 'c', 'a b', 'a\nb', '"', '\\', '%a', '.', '\ud800', '\u2028', ''];
const pairs = 5000;
/** One round trip for so many. */
const pairsAtOnce = 500;
/** Far from every boundary, so that the milliseconds between our clock and the server's decide nothing. */
const far = 60_000;

describeRedis('the script of a rotation', () => {
  let server: RedisServer;
  let opened: TestClient;
  beforeAll(async () => {
    server = await startRedisServer();
    opened = (await singleClients[0]?.open(server.port)) as TestClient;
  });
  afterAll(async () => {
    opened.close();
    await server.stop();
  });

  it(`T7, T8, T9, T10, T11, T12, T14 · decides as the reference on ${pairs} seeded pairs of a record and a request`, async () => {
    const store = new RedisRefreshTokenStore({ client: opened.client });
    const random = seededRandom(20_260);
    const now = await serverTime();
    const outcomes = new Map<string, number>();

    for (let start = 0; start < pairs; start += pairsAtOnce) {
      const batch = Array.from({ length: pairsAtOnce }, (_, index) => {
        const record = randomRecord(random, `session-${start + index}`, now);
        return { record, request: randomRequest(random, record) };
      });
      await Promise.all(batch.map(({ record }) => write(record)));
      const verdicts = await Promise.all(batch.map(({ request }) => store.rotate(request)));
      const stored = await Promise.all(batch.map(({ record }) => read(record.session.id)));
      const expected = batch.map(({ record, request }, index) => {
        const verdict = verdicts[index] ?? { outcome: 'unknown' };
        return rotationVerdict(record, request, 'nowMs' in verdict ? verdict.nowMs : now);
      });

      expect(verdicts).toEqual(expected.map(({ verdict }) => verdict));
      expect(stored).toEqual(expected.map(({ record }) => fieldsOf(record)));
      for (const { outcome } of verdicts) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    // The reference has ten outcomes; `unknown` has no record.
    expect([...outcomes.values()].filter((count) => count >= 20)).toHaveLength(9);
  }, 60_000);

  async function serverTime(): Promise<number> {
    const [seconds, microseconds] = (await server.command(['TIME'])) as [string, string];
    return Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000);
  }

  async function write(record: SessionRecord): Promise<void> {
    const key = `jwt-guard:session:${record.session.id}`;
    await send(key, ['HSET', key, ...Object.entries(fieldsOf(record)).flat()]);
  }

  async function read(id: string): Promise<Record<string, string>> {
    const key = `jwt-guard:session:${id}`;
    const flat = (await send(key, ['HGETALL', key])) as string[];
    await send(key, ['DEL', key]);
    return Object.fromEntries(flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? '']] : [])));
  }

  function send(key: string, command: readonly string[]): Promise<unknown> {
    return redisCommands(opened.client).sendCommand(key, command);
  }
});

function fieldsOf({ session, counter, secretId, rotatedAtMs, status }: SessionRecord): Record<string, string> {
  const { idleExpiresAtMs } = session;
  return {
    // What changes is undefined here, and JSON leaves it out.
    s: JSON.stringify({ ...session, lastUsedAtMs: undefined, idleExpiresAtMs: undefined }),
    p: status,
    c: String(counter),
    k: secretId,
    r: String(rotatedAtMs),
    e: String(session.expiresAtMs),
    i: String(idleExpiresAtMs),
    h: holderText(session),
    g: linesText(session.scopes),
    a: linesText(session.audience),
  };
}

function randomRecord(random: SeededRandom, id: string, now: number): SessionRecord {
  const rotatedAtMs = now + random.pick([-far, -far, 0, far]);
  const expiresAtMs = now + random.pick([far, far, far, far, far, far, -far]);
  const session: RefreshSession = {
    id,
    issuer: 'https://issuer.test',
    subject: random.pick(hostile),
    clientId: random.pick(['a', 'b', 'a\nb']),
    scopes: random.some(hostile),
    audience: random.some(hostile),
    ...(random.below(3) === 0 && { keyThumbprint: random.pick(['a', 'null']) }),
    ...(random.below(3) === 0 && { device: random.pick(hostile) }),
    createdAtMs: now - far,
    lastUsedAtMs: rotatedAtMs,
    expiresAtMs,
    idleExpiresAtMs: Math.min(expiresAtMs, now + random.pick([far, far, far, far, far, far, -far])),
  };
  return {
    session,
    counter: random.below(4) + random.pick([0, 0, 4_294_967_290]),
    secretId: random.pick(['k1', 'k2']),
    rotatedAtMs,
    status: random.pick(['live', 'live', 'live', 'live', 'live', 'live', 'pending', 'revoked']),
  };
}

function randomRequest(random: SeededRandom, { session, counter }: SessionRecord): RotationRequest {
  const { id, clientId, keyThumbprint, scopes, audience } = session;
  const askedKey = random.below(5) === 0 ? random.pick([undefined, 'a', 'null']) : keyThumbprint;
  return {
    sessionId: id,
    counter: Math.max(0, counter + random.pick([-2, -1, -1, -1, 0, 0, 0, 1, 5])),
    clientId: random.below(5) === 0 ? random.pick(['a', 'b', 'a\nb']) : clientId,
    ...(askedKey !== undefined && { keyThumbprint: askedKey }),
    ...(random.below(3) === 0 && { scopes: random.some(random.below(3) === 0 ? hostile : scopes) }),
    ...(random.below(3) === 0 && { audience: random.some(random.below(3) === 0 ? hostile : audience) }),
    graceMs: random.pick([0, far / 2, far / 2, far * 2]),
    idleLifetimeMs: random.pick([1000, far / 2, far * 2]),
    secretId: random.pick(['k1', 'k2']),
  };
}
