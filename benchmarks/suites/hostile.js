import { settingFor } from '../fixture/setting.js';
import { createHostileTokens } from '../fixture/hostile-tokens.js';
import { createKeys, createTokens } from '../fixture/tokens.js';
import { contestants } from '../contestants/index.js';
import { createLoad } from '../server/load.js';
import { openLoop } from '../server/open-loop.js';
import { startServer } from '../server/start-server.js';

const names = ['JWT Guard', 'express-oauth2-jwt-bearer', 'passport-jwt + jwks-rsa', 'jose', 'fast-jwt'];
const algorithm = 'ES256';
const hostileShares = [0, 0.5, 0.9];
/** Of the requests a second that the server answers when there are good ones alone. */
const goodShareOfCapacity = 0.2;
const connections = 32;

/** Good requests at a fixed rate on Express, and hostile ones beside them. Both come from this process. */
export async function runHostile({ seconds, keyServer, onResult }) {
  const entrants = contestants.filter(({ name }) => names.includes(name));
  const partSeconds = seconds / entrants.length / (hostileShares.length + 1);
  const keys = createKeys(algorithm);
  const good = await createTokens(keys, 2_000);
  const hostile = await createHostileTokens(keys);
  const groups = [];
  for (const { name, file } of entrants) {
    const setting = settingFor(keys, keyServer);
    const server = await startServer({ contestant: name, file, framework: 'express', setting });
    const load = createLoad(good, { connections, roundMs: (1_000 * partSeconds) / 2 });
    await load(server);
    const { perSecond: capacity } = await load(server);
    const results = [];
    for (const hostileShare of hostileShares) {
      const fetchesBefore = keyServer.fetches(setting.jwksUri);
      const rates = { good: capacity * goodShareOfCapacity };
      rates.hostile = (rates.good * hostileShare) / (1 - hostileShare);
      const measured = await both(server, { good, hostile, rates, seconds: partSeconds });
      results.push({ hostileShare, ...measured, fetches: keyServer.fetches(setting.jwksUri) - fetchesBefore });
    }
    server.stop();
    groups.push({ contestant: name, capacity, results });
    onResult({ suite: 'hostile', contestant: name, results: Object.fromEntries(results.map(asRow)) });
  }
  return { algorithm, partSeconds, groups };
}

async function both({ url, cpuMicros }, { good, hostile, rates, seconds }) {
  const cpuBefore = await cpuMicros();
  const start = performance.now();
  const [goodAnswers, hostileAnswers] = await Promise.all([
    openLoop(url, good, { perSecond: rates.good, seconds }),
    openLoop(url, hostile, { perSecond: rates.hostile, seconds }),
  ]);
  const milliseconds = goodAnswers.map((answer) => answer.milliseconds).toSorted((a, b) => a - b);
  const at = (part) => milliseconds[Math.min(milliseconds.length - 1, Math.floor(part * milliseconds.length))];
  const busyMicros = (await cpuMicros()) - cpuBefore;
  return {
    goodPerSecond: rates.good,
    hostilePerSecond: rates.hostile,
    goodAnswered: goodAnswers.filter(({ status }) => status === 200).length / goodAnswers.length,
    hostileAccepted: hostileAnswers.filter(({ status }) => status === 200).length,
    medianMs: at(0.5),
    p99Ms: at(0.99),
    processors: busyMicros / 1_000 / (performance.now() - start),
  };
}

function asRow({ hostileShare, p99Ms, goodAnswered, fetches }) {
  const text = `${(goodAnswered * 100).toFixed(1)} % answered, p99 ${p99Ms.toFixed(1)} ms, ${fetches} key fetches`;
  return [`${hostileShare * 100} % hostile`, { text }];
}
