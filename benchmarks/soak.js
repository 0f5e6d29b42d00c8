// The hostile mix against a server with everything on, for minutes: is anything kept that should not be?
// Usage: npm run soak [-- --minutes 5] [--no-report]; ends with 1 when something is not as it must be.
import './production.js';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startKeyServer } from './fixture/key-server.js';
import { audience, issuer } from './fixture/tokens.js';
import { describeMachine } from './report/machine.js';
import { writeSoak } from './report/write-report.js';
import { openConnections } from './server/open-loop.js';
import { startProcess } from './server/start-process.js';
import { createRotatingKeys } from './soak/rotating-keys.js';
import { createSlices } from './soak/slice.js';
import { createStrangers } from './soak/strangers.js';
import { faultsOf, fetchesAllowedIn, line, megabytes } from './soak/verdict.js';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '5' }, 'no-report': { type: 'boolean', default: false } },
});
const seconds = Number(values.minutes) * 60;
const sliceSeconds = 10;
/** The cache of verified tokens is full by then, and the code is compiled. */
const warmUpSeconds = Math.min(60, seconds / 5);
/** A key set is fetched anew after the minute that it may be kept, at the latest. */
const rotationSeconds = 75;
/** Connections that are kept alive, by the clients and by the fetches of keys, end within seconds. */
const settleSeconds = 10;
const algorithm = 'ES256';

const keys = createRotatingKeys(algorithm);
const keyServer = await startKeyServer({ 'cache-control': 'max-age=60' });
const jwksUri = keyServer.publish(keys.jwks());
const server = startProcess(new URL('soak/server.js', import.meta.url), {
  name: 'the soaked server',
  execArgv: ['--expose-gc'],
});
const { port } = await server.ask({ issuer, audience, algorithm, jwksUri });
const resourcesAtStart = await server.ask('resources');

const [pool, hostilePool] = [1, 2].map(() => openConnections(`http://127.0.0.1:${port}`));
const nextStranger = createStrangers(keys.current);
const sendSlice = createSlices({ pool, hostilePool, server, current: keys.current, nextStranger });
const totals = { requests: 0, good: 0, goodAnswered: 0, unexpected: [], rotations: 0 };
const startedAt = performance.now();
const elapsed = () => (performance.now() - startedAt) / 1_000;
const samples = [];
let baseline;
while (elapsed() < seconds) {
  rotateWhenDue();
  await server.ask('begin');
  const slice = await sendSlice(sliceSeconds);
  const { delayMs } = await server.ask('end');
  add(slice);
  samples.push({ seconds: elapsed(), delayMs, ...(await stateOf()) });
  console.log(line(samples.at(-1), slice));
  if (baseline === undefined && elapsed() >= warmUpSeconds) baseline = samples.at(-1);
}
await Promise.all([pool.close(), hostilePool.close()]);
const atEnd = await settled();
const result = {
  ...{ machine: describeMachine(), minutes: Number(values.minutes), warmUpSeconds, resourcesAtStart },
  ...{ baseline, atEnd, samples, ...totals },
  ...{ fetches: keyServer.fetches(jwksUri), fetchesAllowed: fetchesAllowedIn(elapsed()) },
};
server.stop();
keyServer.stop();

const faults = faultsOf(result);
console.log(`heap ${megabytes(baseline.heapUsed)} after the warm-up, ${megabytes(atEnd.heapUsed)} at the end`);
console.log(faults.length === 0 ? 'soak: passed' : `soak: failed\n${faults.join('\n')}`);
process.exitCode = faults.length === 0 ? 0 : 1;
if (!values['no-report']) await writeSoak({ ...result, faults });

function rotateWhenDue() {
  if (elapsed() < (totals.rotations + 1) * rotationSeconds) return;
  keys.rotate();
  keyServer.replace(jwksUri, keys.jwks());
  totals.rotations += 1;
}

function add({ requests, good, goodAnswered, unexpected }) {
  totals.requests += requests;
  totals.good += good;
  totals.goodAnswered += goodAnswered;
  totals.unexpected.push(...unexpected);
}

async function stateOf() {
  const { heapUsed, rss } = await server.ask('heap');
  return { heapUsed, rss, resources: await server.ask('resources'), ...(await server.ask('sizes')) };
}

/** How the server is once its connections have ended, or when the time for that has passed. */
async function settled() {
  const until = performance.now() + 1_000 * settleSeconds;
  let state = await stateOf();
  while (faultsOf({ ...totals, resourcesAtStart, baseline, atEnd: state }).length > 0 && performance.now() < until) {
    await pause(500);
    state = await stateOf();
  }
  return state;
}
