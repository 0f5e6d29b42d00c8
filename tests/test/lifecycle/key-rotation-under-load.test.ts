import { randomBytes } from 'node:crypto';

import { createJwtVerifier } from '@jwt-guard/core';
import type { JwtVerifier } from '@jwt-guard/core';
import { createJwksHandler, createKeyRing, createTokenIssuer, MemorySigningKeyStore } from '@jwt-guard/issuer';
import type { IssuedAccessToken } from '@jwt-guard/issuer';
import { redisServerAvailable, startRedisServer } from '@jwt-guard/testing/redis';
import type { RedisServer } from '@jwt-guard/testing/redis';
import { decodeProtectedHeader } from 'jose';

import { createHttpCache } from '../../src/lifecycle/http-cache.js';
import { startKeyRingWorker } from '../../src/lifecycle/key-ring-worker.js';
import type { KeyRingWorker } from '../../src/lifecycle/key-ring-worker.js';
import { printNumbers } from '../../src/lifecycle/print-numbers.js';
import { startListener } from '../../src/wiring/start-app.js';

const describeRedis = redisServerAvailable() ? describe : describe.skip;
const startMs = 1_800_000_000_000;
const stepMs = 20_000;
const hourMs = 3_600_000;

describe('keys that rotate under load', () => {
  it('T4, I-06 · cost no good token, though verifiers and an HTTP cache hold old sets', async () => {
    let nowMs = startMs;
    const clock = (): number => nowMs;
    const audience = 'https://api.example.com';
    const shared = {
      ...{ store: new MemorySigningKeyStore(), encryptionKey: randomBytes(32).toString('base64url') },
      ...({ rotationInterval: '61m', clock } as const),
    };
    const [signing, publishing] = [await createKeyRing(shared), await createKeyRing(shared)];
    const published = await startListener(createJwksHandler(publishing));
    const issuer = createTokenIssuer({ issuer: published.url, audience, clientId: 'web', keys: signing, clock });
    const cache = createHttpCache(clock);
    const verifiers: JwtVerifier[] = [];
    const kids = new Set<string | undefined>();
    const refused: string[] = [];
    let recent: IssuedAccessToken[] = [];
    let verified = 0;

    while (nowMs < startMs + 3.5 * hourMs) {
      // One after the other, so that their sets have different ages.
      if (verifiers.length < 4)
        verifiers.push(
          createJwtVerifier({
            issuer: published.url,
            audience,
            jwksUri: published.url,
            clock,
            fetch: cache.createFetch(),
          }),
        );
      recent.push(
        ...(await Promise.all(Array.from({ length: 4 }, () => issuer.issueAccessToken({ subject: 'alice' })))),
      );
      recent = recent.filter(({ expiresAt }) => expiresAt * 1_000 > nowMs);
      const asked = [...recent.slice(-4), ...recent.slice(0, 4)];
      await Promise.all(verifiers.flatMap((verifier) => asked.map(({ token }) => verify(verifier, token))));
      nowMs += stepMs + (verifiers.length < 4 ? 3 * 60_000 : 0);
    }
    for (const verifier of verifiers) verifier.close();
    await published.close();

    const rotations = kids.size - 1;
    printNumbers('key rotation under load', {
      verifiers: 4,
      rotations,
      verified,
      refused: refused.length,
      fetches: cache.asked.flat().length,
    });
    expect(refused).toEqual([]);
    // Nobody met a key that was not in the set at hand: then the set is asked for before its time.
    const pauses = cache.asked.flatMap((times) => times.slice(1).map((time, index) => time - (times[index] ?? 0)));
    expect(Math.min(...pauses)).toBeGreaterThan(7 * 60_000);
    expect(rotations).toBe(3);
    expect(verified).toBeGreaterThan(10_000);

    async function verify(verifier: JwtVerifier, token: string): Promise<void> {
      kids.add(decodeProtectedHeader(token).kid);
      await verifier.verify(token).catch((error: unknown) => refused.push(String(error)));
      verified += 1;
    }
  }, 60_000);
});

describeRedis('two processes that share a key ring', () => {
  let redis: RedisServer;
  let workers: readonly KeyRingWorker[];

  beforeAll(async () => {
    redis = await startRedisServer();
    const shared = { port: redis.port, encryptionKey: randomBytes(32).toString('base64url'), startMs };
    workers = await Promise.all((['ioredis', 'redis'] as const).map((kind) => startKeyRingWorker({ ...shared, kind })));
  }, 30_000);
  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
    await redis.stop();
  });

  it('T4 · begin with one key', async () => {
    expect(await everywhere((worker) => worker.kids())).toEqual([[await workers[0]?.signingKid()]]);
  });

  it('T4, I-08 · make one new key when both rotate at once, again and again', async () => {
    const signed = new Set(await everywhere((worker) => worker.signingKid()));
    for (let rotation = 1; rotation <= 5; rotation += 1) {
      const before = new Set((await everywhere((worker) => worker.kids())).flat());
      await everywhere((worker) => worker.rotateNow());
      const published = await everywhere((worker) => worker.kids());
      expect(published).toHaveLength(1);
      expect(published.flat().filter((kid) => !before.has(kid))).toHaveLength(1);

      await everywhere((worker) => worker.advance(hourMs / 2));
      const [signing, ...others] = await everywhere((worker) => worker.signingKid());
      expect(others).toEqual([]);
      expect(signed).not.toContain(signing);
      signed.add(signing as string);
    }
  });

  it('T4, I-08 · make one new key when it is due for both at once', async () => {
    const before = new Set((await everywhere((worker) => worker.kids())).flat());
    await everywhere((worker) => worker.advance(hourMs - 15 * 60_000));
    const published = await everywhere((worker) => worker.kids());
    expect(published).toHaveLength(1);
    expect(published.flat().filter((kid) => !before.has(kid))).toHaveLength(1);
  });

  /** What the processes answer to the same question at the same time, each answer once. */
  async function everywhere<Answer>(ask: (worker: KeyRingWorker) => Promise<Answer>): Promise<Answer[]> {
    const answers = await Promise.all(workers.map(ask));
    return [...new Map(answers.map((answer) => [JSON.stringify(answer), answer])).values()];
  }
});
