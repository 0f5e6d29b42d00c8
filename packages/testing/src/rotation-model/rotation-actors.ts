import type { RefreshSession, RotationVerdict } from '@jwt-guard/issuer';

import type { RotationDriver } from './rotation-driver.js';
import type { Ending, RotationHistory, Step } from './rotation-history.js';
import type { RotationScheduleSettings } from './rotation-schedule.js';
import type { SeededRandom } from './seeded-random.js';

/** What all actors of a schedule share. */
export interface Stage {
  readonly driver: RotationDriver;
  readonly random: SeededRandom;
  readonly settings: RotationScheduleSettings;
  readonly history: RotationHistory;
  readonly session: RefreshSession;
}

/** The token that a browser holds: its tabs share it. */
export interface Jar {
  counter: number;
}

/** A tab: refreshes now and then with what the browser holds at that moment, and again at once when no reply comes. */
export async function useTab(stage: Stage, who: string, jar: Jar): Promise<void> {
  await refreshRepeatedly(stage, { who, jar, clientId: stage.session.clientId });
}

/** A thief: copies the token at some time, and goes on with the copy; one in five at another client. */
export async function steal(stage: Stage, victim: Jar): Promise<void> {
  const { driver, random, session } = stage;
  await driver.time.sleep(pause(stage) * random.between(0, 3));
  const clientId = random.chance(0.2) ? 'thief' : session.clientId;
  await refreshRepeatedly(stage, { who: 'thief', jar: { counter: victim.counter }, clientId });
}

/** A logout: family, then confirmation, unless the process dies between the two; the store may fail over just then. */
export async function logOut(stage: Stage): Promise<void> {
  const { driver, random, history, session } = stage;
  for (let rounds = random.between(1, 6); rounds > 0; rounds -= 1) await driver.time.sleep(pause(stage));
  const revoked = await ending(stage, () => driver.store.revoke(session.id));
  history.revocations.push(revoked);
  if (random.chance(0.2)) await failOverAfter(stage, latency(stage));
  if (revoked.acknowledged) await confirm(stage);
}

/** Failovers, one or two, at any time. */
export async function failOver(stage: Stage): Promise<void> {
  const { random, settings } = stage;
  for (let times = random.between(1, 2); times > 0; times -= 1)
    await failOverAfter(stage, random.between(0, settings.graceMs * 3));
}

async function failOverAfter({ driver, history }: Stage, ms: number): Promise<void> {
  if (driver.failover === undefined) return;
  await driver.time.sleep(ms);
  history.failoversMs.push(driver.time.now());
  await driver.failover();
}

interface Holder {
  readonly who: string;
  readonly jar: Jar;
  readonly clientId: string;
}

async function refreshRepeatedly(stage: Stage, { who, jar, clientId }: Holder): Promise<void> {
  const { driver, random, settings } = stage;
  let retry = false;
  for (let refreshes = 0; refreshes < settings.refreshes; refreshes += 1) {
    await driver.time.sleep(retry ? random.between(0, settings.graceMs / 20) : pause(stage));
    const { counter } = jar;
    await driver.time.sleep(latency(stage));
    if (random.chance(0.05)) continue; // The request is lost.
    const verdict = await present(stage, who, { counter, clientId });
    const crashed = random.chance(0.1);
    if (!crashed && isEnded(verdict)) await confirm(stage);
    await driver.time.sleep(latency(stage));
    retry = crashed || verdict === undefined;
    if (retry || verdict === undefined) continue; // The reply is lost.
    if (!('counter' in verdict)) return;
    jar.counter = Math.max(jar.counter, verdict.counter);
  }
}

async function present(
  stage: Stage,
  who: string,
  { counter, clientId }: { readonly counter: number; readonly clientId: string },
): Promise<RotationVerdict | undefined> {
  const { driver, random, settings, history, session } = stage;
  const { graceMs, idleLifetimeMs } = settings;
  const request = {
    sessionId: session.id,
    counter,
    clientId,
    graceMs,
    idleLifetimeMs,
    secretId: random.pick(['s1', 's2']),
  };
  const [step, verdict] = await observed(stage, () => driver.store.rotate(request));
  history.attempts.push({ ...step, who, counter, ownClient: clientId === session.clientId, verdict });
  return verdict;
}

async function confirm(stage: Stage): Promise<void> {
  if (stage.random.chance(0.3)) return; // The process dies before.
  stage.history.confirmations.push(await ending(stage, () => stage.driver.store.confirmRevocation(stage.session.id)));
}

async function ending(stage: Stage, work: () => Promise<unknown>): Promise<Ending> {
  const [step, acknowledged] = await observed(stage, () => work().then(() => true));
  return { ...step, acknowledged: acknowledged ?? false };
}

/** A step with its times, and its answer; undefined when the store rejected. */
async function observed<T>(
  { driver, history, session }: Stage,
  work: () => Promise<T>,
): Promise<readonly [Step, T | undefined]> {
  const calledMs = driver.time.now();
  const epoch = history.failoversMs.length;
  const answer = await work().catch(() => undefined);
  const step = {
    sessionId: session.id,
    calledMs,
    answeredMs: driver.time.now(),
    epoch: epoch === history.failoversMs.length ? epoch : undefined,
  };
  return [step, answer];
}

function isEnded(verdict: RotationVerdict | undefined): boolean {
  return verdict?.outcome === 'reused' || (verdict?.outcome === 'revoked' && verdict.pending);
}

/** Until the next refresh: at once, within grace, around its end, long after it, and beyond the idle expiry. */
function pause({ random, settings: { graceMs, idleLifetimeMs } }: Stage): number {
  const draw = random.next();
  if (draw < 0.3) return random.between(0, graceMs / 100);
  if (draw < 0.55) return random.between(0, graceMs);
  if (draw < 0.7) return graceMs + random.between(-2, 2);
  if (draw < 0.98) return random.between(graceMs, graceMs * 4);
  return random.between(idleLifetimeMs - 2, idleLifetimeMs + 2);
}

/** On the way there and back: mostly short, now and then beyond grace. */
function latency({ random, settings: { graceMs } }: Stage): number {
  return random.chance(0.9) ? random.between(0, graceMs / 100) : random.between(0, graceMs * 1.2);
}
