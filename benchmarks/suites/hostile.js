import { setTimeout as pause } from 'node:timers/promises';
import { settingFor } from '../fixture/setting.js';
import { createHostileTokens } from '../fixture/hostile-tokens.js';
import { createKeys, createTokens } from '../fixture/tokens.js';
import { contestants } from '../contestants/index.js';
import { median } from '../compete.js';
import { createLoad } from '../server/load.js';
import { startLoad } from '../server/start-load.js';
import { watchMachine } from '../server/machine-busy.js';
import { startServer } from '../server/start-server.js';

const names = ['JWT Guard', 'express-oauth2-jwt-bearer', 'passport-jwt + jwks-rsa', 'jose', 'fast-jwt'];
const algorithm = 'ES256';
/** Of the requests a second that the server answers when there are good ones alone. */
const goodShareOfCapacity = 0.2;
const connections = 32;
/** Windows of each share. Most of the time goes to what is compared; at 90 % a server has a backlog of seconds to answer. */
const windowsOf = new Map([
  [0, 7],
  [0.5, 7],
  [0.9, 2],
]);
const comparedShares = [0, 0.5];
const warmUpMs = 1_500;
/** Processors that others may keep busy before a window says more of them than of the server. */
const othersAllowed = 0.25;
/** Undisturbed pairs of windows that it takes to tell anything. */
const pairsNeeded = 3;
/** Between windows, for what the last one has left behind. */
const settleMs = 150;

/**
 * Good requests at a fixed rate on Express, and hostile ones beside them, each from a process of its own. This process serves
 * the keys, and is idle besides.
 */
export async function runHostile({ seconds, keyServer, onResult }) {
  const entrants = contestants.filter(({ name }) => names.includes(name));
  const windowsInAll = [...windowsOf.values()].reduce((sum, count) => sum + count, 0);
  const windowSeconds = seconds / entrants.length / windowsInAll;
  const keys = createKeys(algorithm);
  const tokens = { good: await createTokens(keys, 2_000), hostile: await createHostileTokens(keys) };
  const groups = [];
  for (const { name, file } of entrants) {
    const setting = settingFor(keys, keyServer);
    const fetches = () => keyServer.fetches(setting.jwksUri);
    const group = await measure({ name, file }, { setting, tokens, windowSeconds, fetches });
    groups.push({ contestant: name, ...group });
    onResult({ suite: 'hostile', contestant: name, results: Object.fromEntries(group.results.map(asRow)) });
  }
  return { algorithm, windows: Object.fromEntries(windowsOf), windowSeconds, othersAllowed, pairsNeeded, groups };
}

async function measure({ name, file }, { setting, tokens, windowSeconds, fetches }) {
  const startedAt = performance.now();
  const execArgv = ['--expose-gc'];
  const server = await startServer({ contestant: name, file, framework: 'express', setting }, { execArgv });
  const [good, hostile] = await Promise.all(
    ['good', 'hostile'].map((kind) =>
      startLoad({ name: `the ${kind} requests`, url: server.url, tokens: tokens[kind] }),
    ),
  );
  const goodPerSecond = (await capacityOf(server, tokens.good)) * goodShareOfCapacity;
  const run = (hostileShare) =>
    runWindow({ server, good, hostile, fetches }, { hostileShare, goodPerSecond, seconds: windowSeconds });

  // Nothing is slow in what counts because it happens for the first time.
  for (const share of [0.9, 0.5, 0.5, 0]) await run(share);
  const { heapUsed: heapBefore } = await server.ask('heap');
  const windows = await allWindows(run);
  const { heapUsed: heapAfter } = await server.ask('heap');
  for (const one of [server, good, hostile]) one.stop();
  return {
    results: summaries(windows),
    fetches: fetches(),
    seconds: (performance.now() - startedAt) / 1_000,
    heapBefore,
    heapAfter,
  };
}

/** Clean windows and half hostile ones take turns, and in turn come first, so that whatever slows the machine slows both. */
async function allWindows(run) {
  const windows = new Map([...windowsOf.keys()].map((share) => [share, []]));
  for (let round = 0; round < windowsOf.get(0); round += 1)
    for (const share of round % 2 === 0 ? comparedShares : comparedShares.toReversed())
      windows.get(share).push(await run(share));
  for (const [share, count] of windowsOf)
    while (windows.get(share).length < count) windows.get(share).push(await run(share));
  return windows;
}

/** Good requests a second that the server answers; the first round only warms up. */
async function capacityOf(server, tokens) {
  const load = createLoad(tokens, { connections, roundMs: warmUpMs });
  await load(server);
  return (await load(server)).perSecond;
}

async function runWindow({ server, good, hostile, fetches }, { hostileShare, goodPerSecond, seconds }) {
  const hostilePerSecond = (goodPerSecond * hostileShare) / (1 - hostileShare);
  const fetchesBefore = fetches();
  const machineBusy = watchMachine();
  await server.ask('begin');
  const [goodRun, hostileRun] = await Promise.all([
    good.run({ perSecond: goodPerSecond, seconds }),
    hostile.run({ perSecond: hostilePerSecond, seconds }),
  ]);
  const { delayMs, utilization, processors, longestGcMs } = await server.ask('end');
  const others = Math.max(0, machineBusy() - processors - goodRun.processors - hostileRun.processors);
  await pause(settleMs);
  return {
    ...{ hostileShare, goodPerSecond, hostilePerSecond, utilization, processors, others },
    goodAnswered: (goodRun.statuses[200] ?? 0) / goodRun.sent,
    hostileAccepted: hostileRun.statuses[200] ?? 0,
    medianMs: goodRun.milliseconds.median,
    p99Ms: goodRun.milliseconds.p99,
    lateP99Ms: goodRun.lateMs.p99,
    delayP50Ms: delayMs.p50,
    delayP99Ms: delayMs.p99,
    delayMaxMs: delayMs.max,
    longestGcMs,
    fetches: fetches() - fetchesBefore,
  };
}

/**
 * One for each share. Times are medians over the windows that others left alone, or over all where those are too few; what
 * must never happen is told of all of them.
 */
function summaries(windows) {
  const quiet = ({ others }) => others <= othersAllowed;
  const pairs = windows.get(0).map((clean, round) => [clean, windows.get(0.5)[round]]);
  const quietPairs = pairs.filter((pair) => pair.every(quiet));
  const told = quietPairs.length >= pairsNeeded ? quietPairs : pairs;
  const compared = new Map(comparedShares.map((share, index) => [share, told.map((pair) => pair[index])]));
  const cleanP99Ms = median(compared.get(0).map(({ p99Ms }) => p99Ms));
  return [...windows].map(([share, all]) => ({
    ...mediansOf(compared.get(share) ?? all),
    goodAnswered: Math.min(...all.map(({ goodAnswered }) => goodAnswered)),
    hostileAccepted: Math.max(...all.map(({ hostileAccepted }) => hostileAccepted)),
    fetches: all.reduce((sum, { fetches }) => sum + fetches, 0),
    p99MsOfWindows: all.map(({ p99Ms }) => p99Ms),
    othersOfWindows: all.map(({ others }) => others),
    p99ToClean: compared.has(share)
      ? median(told.map((pair) => pair[comparedShares.indexOf(share)].p99Ms / pair[0].p99Ms))
      : median(all.map(({ p99Ms }) => p99Ms)) / cleanP99Ms,
    quietPairs: quietPairs.length,
  }));
}

function mediansOf(windows) {
  return Object.fromEntries(Object.keys(windows[0]).map((name) => [name, median(windows.map((one) => one[name]))]));
}

function asRow({ hostileShare, p99Ms, p99ToClean, goodAnswered, fetches, quietPairs }) {
  const p99 = `p99 ${p99Ms.toFixed(1)} ms, ${p99ToClean.toFixed(2)} of clean`;
  const text = `${(goodAnswered * 100).toFixed(1)} % answered, ${p99}, ${fetches} key fetches, ${quietPairs} quiet pairs`;
  return [`${hostileShare * 100} % hostile`, { text }];
}
