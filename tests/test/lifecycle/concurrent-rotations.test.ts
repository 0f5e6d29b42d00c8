import { redisServerAvailable, startRedisServer } from '@jwt-guard/testing/redis';
import type { RedisServer } from '@jwt-guard/testing/redis';

import { createIssuerSecrets } from '../../src/lifecycle/issuer-secrets.js';
import { printNumbers } from '../../src/lifecycle/print-numbers.js';
import { startServiceWorker } from '../../src/lifecycle/service-worker.js';
import type { Outcome, ServiceWorker, Tokens } from '../../src/lifecycle/service-worker.js';
import { untilTrue } from '../../src/lifecycle/until-true.js';

const describeRedis = redisServerAvailable() ? describe : describe.skip;
const kinds = ['ioredis', 'redis', 'ioredis', 'redis'] as const;
const refusal = { code: 'invalid_grant', reason: expect.any(String) as string };

/** One story, told in this order. */
describeRedis('four processes that refresh one token', () => {
  let redis: RedisServer;
  let workers: readonly ServiceWorker[];
  let first: ServiceWorker;
  let other: ServiceWorker;
  let laptop: Tokens;
  let phone: Tokens;
  let outcomes: readonly Outcome<Tokens>[];

  beforeAll(async () => {
    redis = await startRedisServer();
    const secrets = createIssuerSecrets();
    workers = await Promise.all(kinds.map((kind) => startServiceWorker({ ...secrets, kind, port: redis.port })));
    [first, other] = workers as [ServiceWorker, ServiceWorker];
    [laptop, phone] = [await login('laptop'), await login('phone')];
    const request = { refreshToken: laptop.refreshToken, times: 50 };
    outcomes = (await Promise.all(workers.map((worker) => worker.refreshAtOnce(request)))).flat();
  }, 30_000);
  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
    await redis.stop();
  });

  it('T10 · give 200 concurrent refreshes one successor, and revoke nothing', async () => {
    const successors = new Set(answers().map(({ refreshToken }) => refreshToken));
    printNumbers('concurrent rotations', { processes: 4, refreshes: outcomes.length, successors: successors.size });

    expect(outcomes.filter((outcome) => !('answer' in outcome))).toEqual([]);
    expect(answers()).toHaveLength(200);
    expect([...successors]).toEqual([expect.stringMatching(/^jgr_/)]);
    expect((await first.devices('alice')).toSorted()).toEqual(['laptop', 'phone']);
  });

  it('T10 · issue 200 access tokens meanwhile, each of which every process accepts', async () => {
    const tokens = new Set(answers().map(({ accessToken }) => accessToken));
    expect(tokens.size).toBe(200);
    expect(await everyVerdictOn([...tokens])).toEqual(['accepted']);
  });

  it('T9, L-23, L-25 · end the session when the token comes after grace, for its successor too', async () => {
    expect(await other.refreshAfterGrace(laptop.refreshToken)).toEqual(refusal);
    expect(await first.refresh(laptop.refreshToken)).toEqual(refusal);
    expect(await first.refresh(answers()[0]?.refreshToken ?? '')).toEqual(refusal);
  });

  it('T9, L-07 · refuse its access tokens on every process from then on', async () => {
    const verdicts = await Promise.all(workers.map((worker) => worker.verdicts(laptop.accessToken)));
    expect(verdicts.map(({ lookup }) => lookup)).toEqual(kinds.map(() => 'revoked'));
    // A replica hears of it a moment later.
    await untilTrue(async () => (await everyVerdictOn([laptop.accessToken])).join() === 'revoked');
    expect(await everyVerdictOn(answers().map(({ accessToken }) => accessToken))).toEqual(['revoked']);
  });

  it('T9 · leave the other session of the user alone', async () => {
    expect(await everyVerdictOn([phone.accessToken])).toEqual(['accepted']);
    expect(await other.devices('alice')).toEqual(['phone']);
    expect(await other.refresh(phone.refreshToken)).toHaveProperty('answer.refreshToken');
  });

  async function login(device: string): Promise<Tokens> {
    const outcome = await first.login({ subject: 'alice', device });
    if ('answer' in outcome) return outcome.answer;
    throw new Error(`The login failed: ${outcome.reason}`);
  }

  function answers(): Tokens[] {
    return outcomes.flatMap((outcome) => ('answer' in outcome ? [outcome.answer] : []));
  }

  /** What the processes say of these tokens, each answer once. */
  async function everyVerdictOn(tokens: readonly string[]): Promise<string[]> {
    const asked = workers.flatMap((worker) => tokens.map((token) => worker.verdicts(token)));
    const verdicts = await Promise.all(asked);
    return [...new Set(verdicts.flatMap(({ lookup, replica }) => [lookup, replica]))];
  }
});
