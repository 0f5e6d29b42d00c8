import { hrtime } from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';

import { createKeyRing, createTokenIssuer } from '@jwt-guard/issuer';
import type { IssuedAccessToken, TokenIssuer } from '@jwt-guard/issuer';
import { RedisRevocationStore } from '@jwt-guard/redis/revocation';
import { redisServerAvailable, startRedisServer, startProxy } from '@jwt-guard/testing/redis';
import type { RedisServer, TcpProxy } from '@jwt-guard/testing/redis';
import { Redis } from 'ioredis';

import { printNumbers, quantile } from '../../src/lifecycle/print-numbers.js';
import { startReplicaReader } from '../../src/lifecycle/replica-reader.js';
import type { ReplicaReader } from '../../src/lifecycle/replica-reader.js';
import { untilTrue } from '../../src/lifecycle/until-true.js';
import { runNode } from '../../src/workspace/run-node.js';

const describeRedis = redisServerAvailable() ? describe : describe.skip;
/** `CUT_SECONDS=15 npm test -- replica-latency` cuts for longer than the default lag budget. */
const cutMs = Number(process.env['CUT_SECONDS'] ?? 0) * 1_000;
const lagBudget = cutMs > 10_000 ? 10 : 1.5;
const issuerUrl = 'https://auth.example.com';
const kinds = ['ioredis', 'redis', 'ioredis', 'redis', 'ioredis', 'redis', 'ioredis', 'redis'] as const;

/** One story, told in this order. */
describeRedis('eight processes with replicas of the revocations', () => {
  let redis: RedisServer;
  let proxy: TcpProxy;
  let client: Redis;
  let store: RedisRevocationStore;
  let issuer: TokenIssuer;
  let readers: readonly ReplicaReader[];

  beforeAll(async () => {
    redis = await startRedisServer();
    proxy = await startProxy(redis);
    client = new Redis(redis.url);
    store = new RedisRevocationStore({ client });
    const keys = await createKeyRing();
    issuer = createTokenIssuer({
      issuer: issuerUrl,
      audience: 'https://api.example.com',
      clientId: 'web',
      keys,
    });
    const [publicKey] = (await keys.jwks()).keys;
    if (publicKey === undefined) throw new Error('A ring without a key.');
    readers = await Promise.all(
      kinds.map((kind) => startReplicaReader({ kind, port: redis.port, streamPort: proxy.port, lagBudget, publicKey })),
    );
  }, 60_000);
  afterAll(async () => {
    await Promise.all(readers.map((reader) => reader.stop()));
    client.disconnect();
    await proxy.close();
    await redis.stop();
  });

  it('V4 · refuse a token on every process soon after it was revoked', async () => {
    const samples: number[] = [];
    for (let revocation = 0; revocation < 200; revocation += 1) {
      const jti = `jti-${revocation}`;
      const refused = readers.map((reader) => reader.refusedAtMs(jti));
      const revokedAtMs = Number(hrtime.bigint()) / 1e6;
      await store.revokeToken({ issuer: issuerUrl, jti });
      samples.push(...(await Promise.all(refused)).map((refusedAtMs) => refusedAtMs - revokedAtMs));
    }
    printNumbers('from revoke() to refusal, in ms', {
      processes: readers.length,
      samples: samples.length,
      median: quantile(samples, 0.5),
      p99: quantile(samples, 0.99),
      longest: Math.max(...samples),
    });
    expect(samples).toHaveLength(1_600);
  }, 60_000);

  it.each(['refused', 'silent'] as const)(
    'V4, V5, A5 · answer 503 while the stream is %s, and accept nothing afterwards that was revoked meanwhile',
    async (how) => {
      const [good, revoked] = [await issueTokens(3), await issueTokens(20)];
      const tokens = [...good, ...revoked].map(({ token }) => token);
      await everyReader((reader) => reader.watch(tokens));
      await untilTrue(async () => (await lastAnswers()).every((last) => last === 'accepted'));

      if (how === 'refused') await proxy.refuse();
      else proxy.hang();
      await delay(cutMs);
      await untilTrue(async () => (await lastAnswers()).every((last) => last === 'store_unavailable'));
      await Promise.all(revoked.map(({ jti }) => store.revokeToken({ issuer: issuerUrl, jti })));
      const lags = (await everyReader((reader) => reader.watched())).map(({ longestLagSeconds }) => longestLagSeconds);
      await everyReader((reader) => reader.watch(tokens));
      proxy.cut();
      await proxy.resume();
      await untilTrue(async () => (await lastAnswers()).every((last) => last === 'accepted' || last === 'revoked'));

      printNumbers('a cut stream', { 'lag budget in s': lagBudget, 'shortest lag in s': Math.min(...lags) });
      for (const lag of lags) expect(lag).toBeGreaterThan(lagBudget);
      for (const { answers } of await everyReader((reader) => reader.watched())) {
        expect(answers.slice(0, 3).map((told) => told.at(-1))).toEqual(good.map(() => 'accepted'));
        expect(new Set(answers.slice(3).flat())).toEqual(new Set(['store_unavailable', 'revoked']));
      }
    },
    90_000,
  );

  it('V4, V6, A2 · hold many revocations, at a price that is printed', () => {
    const { status, stdout, stderr } = runNode([
      '--expose-gc',
      'tests/src/lifecycle/measure-replica.js',
      process.env['REPLICA_ENTRIES'] ?? '50000',
    ]);
    process.stdout.write(stdout);
    expect([status, stderr]).toEqual([0, '']);
  }, 60_000);

  function issueTokens(count: number): Promise<IssuedAccessToken[]> {
    return Promise.all(Array.from({ length: count }, () => issuer.issueAccessToken({ subject: 'alice' })));
  }

  function everyReader<Answer>(ask: (reader: ReplicaReader) => Promise<Answer>): Promise<Answer[]> {
    return Promise.all(readers.map(ask));
  }

  /** What the readers have answered last, for each token. */
  async function lastAnswers(): Promise<(string | undefined)[]> {
    const watched = await everyReader((reader) => reader.watched());
    return watched.flatMap(({ answers }) => answers.map((told) => told.at(-1)));
  }
});
