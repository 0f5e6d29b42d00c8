import type { NewSession, RefreshTokenStore, RotationRequest, RotationVerdict, SessionRecord } from '@jwt-guard/issuer';
import { MemoryRefreshTokenStore, rotationVerdict } from '@jwt-guard/issuer';
import { createReplicatedMemoryDriver, runRotationSchedule } from '@jwt-guard/testing/contracts';
import type { RotationDriver, RotationScheduleReport } from '@jwt-guard/testing/contracts';

const schedules = 10_000;

async function runAll(count: number, createDriver: (seed: number) => RotationDriver) {
  const broken: RotationScheduleReport[] = [];
  const outcomes: Record<string, number> = {};
  for (let seed = 1; seed <= count; seed += 1) {
    const report = await runRotationSchedule(seed, createDriver(seed));
    if (report.violations.length > 0) broken.push(report);
    for (const { verdict } of report.history.attempts) {
      const outcome = verdict?.outcome ?? 'no answer';
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    }
  }
  return { broken, outcomes };
}

const complaints = (broken: readonly RotationScheduleReport[]) =>
  broken.slice(0, 3).map(({ seed, violations }) => `seed ${seed}: ${violations.join(' | ')}`);

type Decide = typeof rotationVerdict<SessionRecord | undefined>;

/** A right store, but for the decision on a presented token, which may be slow. */
function bent(
  { time }: RotationDriver,
  decide: Decide,
  wait: () => Promise<void> = () => Promise.resolve(),
): RefreshTokenStore {
  const sound = new MemoryRefreshTokenStore({ clock: () => time.now() });
  const records = new Map<string, SessionRecord>();
  return Object.assign(Object.create(sound) as RefreshTokenStore, {
    start: async (session: NewSession) => {
      const started = await sound.start(session);
      const { secretId } = session;
      records.set(session.id, { session: started, counter: 0, secretId, rotatedAtMs: time.now(), status: 'live' });
      return started;
    },
    rotate: async (request: RotationRequest) => {
      const before = records.get(request.sessionId);
      await wait();
      const { verdict, record } = decide(before, request, time.now());
      if (record !== undefined) records.set(request.sessionId, record);
      return verdict;
    },
    revoke: (sessionId: string) => {
      const record = records.get(sessionId);
      if (record !== undefined) records.set(sessionId, { ...record, status: 'pending' });
      return Promise.resolve(record?.session);
    },
    confirmRevocation: (sessionId: string) => {
      const record = records.get(sessionId);
      if (record?.status === 'pending') records.set(sessionId, { ...record, status: 'revoked' });
      return Promise.resolve();
    },
  });
}

const isolated = (driver: RotationDriver): RotationDriver => ({ store: driver.store, time: driver.time, skewMs: 0 });

const brokenStores: Readonly<Record<string, (driver: RotationDriver) => RotationDriver>> = {
  'checks, waits, then acts': (driver) => ({
    ...isolated(driver),
    store: bent(driver, rotationVerdict, () => driver.time.sleep(20)),
  }),
  'extends grace at every replay': (driver) => ({
    ...isolated(driver),
    store: bent(driver, (before, request, nowMs) => {
      const { verdict, record } = rotationVerdict(before, request, nowMs);
      const moved = record !== undefined && verdict.outcome === 'replayed';
      return { verdict, record: moved ? { ...record, rotatedAtMs: nowMs } : record };
    }),
  }),
  'honours grace for the grandparent': (driver) => ({
    ...isolated(driver),
    store: bent(driver, (before, request, nowMs) => {
      const behind = before !== undefined && request.counter === before.counter - 2;
      return rotationVerdict(before, { ...request, counter: request.counter + (behind ? 1 : 0) }, nowMs);
    }),
  }),
  'answers another successor at every replay': (driver) => ({
    ...isolated(driver),
    store: bent(driver, (before, request, nowMs) => {
      const { verdict, record } = rotationVerdict(before, request, nowMs);
      return { verdict: 'counter' in verdict ? { ...verdict, secretId: request.secretId } : verdict, record };
    }),
  }),
  'knows no grace': (driver) => ({
    ...isolated(driver),
    store: bent(driver, (before, request, nowMs) => rotationVerdict(before, { ...request, graceMs: 0 }, nowMs)),
  }),
  'honours a parent for ever': (driver) => ({
    ...isolated(driver),
    store: bent(driver, (before, request, nowMs) => rotationVerdict(before, { ...request, graceMs: 1e12 }, nowMs)),
  }),
  'forgets revocations': (driver) => ({
    ...isolated(driver),
    store: Object.assign(bent(driver, rotationVerdict), { revoke: () => Promise.resolve(undefined) }),
  }),
  'acknowledges revocations that its replica has not': (driver) => ({
    ...driver,
    store: Object.assign(Object.create(driver.store) as RefreshTokenStore, {
      revoke: (sessionId: string) => {
        driver.store.revoke(sessionId).catch(() => undefined);
        return Promise.resolve(undefined);
      },
    }),
  }),
  'takes a lost write for theft': (driver) => ({
    ...driver,
    store: Object.assign(Object.create(driver.store) as RefreshTokenStore, {
      rotate: async (request: RotationRequest): Promise<RotationVerdict> => {
        const verdict = await driver.store.rotate(request);
        return verdict.outcome === 'fast_forwarded' ? { outcome: 'reused', session: verdict.session } : verdict;
      },
    }),
  }),
  'never expires': (driver) => ({
    ...isolated(driver),
    store: bent(driver, (before, request, nowMs) => {
      const session = before && { ...before.session, idleExpiresAtMs: Infinity, expiresAtMs: Infinity };
      return rotationVerdict(before && session && { ...before, session }, request, nowMs);
    }),
  }),
};

describe('the model of refresh rotation', () => {
  it('T8, T9, T10, T11, T14, L-25, L-26, L-27 · finds nothing in 10,000 schedules with crashes, lost replies and failovers', async () => {
    const { broken, outcomes } = await runAll(schedules, createReplicatedMemoryDriver);
    expect(complaints(broken)).toEqual([]);
    expect(Object.keys(outcomes).sort()).toEqual([
      'client_mismatch',
      'expired',
      'fast_forwarded',
      'replayed',
      'reused',
      'revoked',
      'rotated',
      'unknown',
    ]);
  }, 120_000);

  it.each([
    ['checks, waits, then acts', /rotated twice/],
    ['extends grace at every replay', /after grace/],
    ['honours grace for the grandparent', /grandparent/],
    ['answers another successor at every replay', /two successors/],
    ['knows no grace', /false revocation/],
    ['honours a parent for ever', /after grace/],
    ['forgets revocations', /acknowledged revocation/],
    ['acknowledges revocations that its replica has not', /acknowledged revocation/],
    ['takes a lost write for theft', /false revocation/],
    ['never expires', /after the idle expiry/],
  ])('T7, T8, T11, T14 · catches a store that %s', async (fault, violation) => {
    const { broken } = await runAll(
      500,
      (seed) => brokenStores[fault]?.(createReplicatedMemoryDriver(seed)) as RotationDriver,
    );
    expect(broken.flatMap(({ violations }) => violations).join('\n')).toMatch(violation);
  });

  it('repeats a schedule by its seed', async () => {
    const histories = await Promise.all(
      [1, 2].map(async () => (await runRotationSchedule(7, createReplicatedMemoryDriver(7))).history.attempts),
    );
    const told = histories.map((attempts) =>
      attempts.map(({ who, counter, calledMs, verdict }) => [who, counter, calledMs, verdict?.outcome]),
    );
    expect(told[0]).toEqual(told[1]);
  });
});
