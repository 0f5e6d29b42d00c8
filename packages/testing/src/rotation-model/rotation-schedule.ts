import { randomBytes } from 'node:crypto';

import type { RefreshSession } from '@jwt-guard/issuer';

import { judgeHistory } from './judge-history.js';
import { failOver, logOut, steal, useTab } from './rotation-actors.js';
import type { Stage } from './rotation-actors.js';
import type { RotationDriver } from './rotation-driver.js';
import type { RotationHistory } from './rotation-history.js';
import { createSeededRandom } from './seeded-random.js';

/** The measure of a schedule. Times in milliseconds. */
export interface RotationScheduleSettings {
  readonly graceMs: number;
  readonly idleLifetimeMs: number;
  readonly lifetimeMs: number;
  /** How many refreshes each tab, and the thief, tries at most. */
  readonly refreshes: number;
}

/** What a schedule has shown. */
export interface RotationScheduleReport {
  readonly seed: number;
  /** Rules of the model that were broken; none for a right store. */
  readonly violations: readonly string[];
  readonly history: RotationHistory;
}

const defaults: RotationScheduleSettings = {
  graceMs: 30_000,
  idleLifetimeMs: 600_000,
  lifetimeMs: 1_800_000,
  refreshes: 6,
};

/**
 * Runs one schedule: a login, one to three tabs, perhaps a thief, a logout and failovers; requests that come late, replies
 * that are lost, processes that die between two steps. Then the model judges.
 *
 * @param seed - determines the schedule; on a real store it does so up to what the network adds
 */
export async function runRotationSchedule(
  seed: number,
  driver: RotationDriver,
  changes: Partial<RotationScheduleSettings> = {},
): Promise<RotationScheduleReport> {
  const settings = { ...defaults, ...changes };
  const history = await driver.time.run(() => play(seed, driver, settings));
  return Object.freeze({ seed, violations: Object.freeze(judgeHistory(history)), history });
}

const maxLogIns = 10;

async function play(
  seed: number,
  driver: RotationDriver,
  settings: RotationScheduleSettings,
): Promise<RotationHistory> {
  const random = createSeededRandom(seed);
  const session = await logIn(seed, driver, settings);
  const history: RotationHistory = {
    graceMs: settings.graceMs,
    idleLifetimeMs: settings.idleLifetimeMs,
    skewMs: driver.skewMs,
    sessions: [session],
    attempts: [],
    revocations: [],
    confirmations: [],
    failoversMs: [],
  };
  const stage: Stage = { driver, random, settings, history, session };
  const jar = { counter: 0 };
  const tabs = Array.from({ length: random.between(1, 3) }, (_, index) => useTab(stage, `tab ${index + 1}`, jar));
  await Promise.all([
    ...tabs,
    ...(random.chance(0.4) ? [steal(stage, jar)] : []),
    ...(random.chance(0.3) ? [logOut(stage)] : []),
    ...(random.chance(0.4) ? [failOver(stage)] : []),
  ]);
  return history;
}

/** A login that was not acknowledged in time is a 503, and the user tries again: that begins another session. */
async function logIn(
  seed: number,
  driver: RotationDriver,
  settings: RotationScheduleSettings,
): Promise<RefreshSession> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await startSession(seed, driver, settings);
    } catch (error) {
      if (tries === maxLogIns) throw error;
    }
  }
}

function startSession(
  seed: number,
  { store }: RotationDriver,
  { lifetimeMs, idleLifetimeMs }: RotationScheduleSettings,
): Promise<RefreshSession> {
  return store.start({
    id: randomBytes(16).toString('base64url'),
    issuer: 'https://auth.example.com',
    subject: `user-${seed}`,
    clientId: 'web',
    scopes: ['a'],
    audience: ['https://api.example.com'],
    lifetimeMs,
    idleLifetimeMs,
    secretId: 's1',
  });
}
