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
const rounds = 3;
const warmUpMs = 2_000;

/** Good requests at a fixed rate on Express, and hostile ones beside them. Both come from this process. */
export async function runHostile({ seconds, keyServer, onResult }) {
  const entrants = contestants.filter(({ name }) => names.includes(name));
  const roundSeconds = seconds / entrants.length / hostileShares.length / rounds;
  const keys = createKeys(algorithm);
  const tokens = { good: await createTokens(keys, 2_000), hostile: await createHostileTokens(keys) };
  const groups = [];
  for (const entrant of entrants) {
    const setting = settingFor(keys, keyServer);
    const fetches = () => keyServer.fetches(setting.jwksUri);
    const results = await measure(entrant, { setting, tokens, roundSeconds, fetches });
    groups.push({ contestant: entrant.name, results });
    onResult({ suite: 'hostile', contestant: entrant.name, results: Object.fromEntries(results.map(asRow)) });
  }
  return { algorithm, rounds, roundSeconds, groups };
}

/** Shares take turns in rounds; what is told of one is its middle round by the time of the slowest good requests. */
async function measure({ name, file }, { setting, tokens, roundSeconds, fetches }) {
  const server = await startServer({ contestant: name, file, framework: 'express', setting });
  const load = createLoad(tokens.good, { connections, roundMs: warmUpMs });
  await load(server);
  const good = (await load(server)).perSecond * goodShareOfCapacity;
  const measured = hostileShares.map(() => []);
  for (let round = 0; round < rounds; round += 1)
    for (const [index, hostileShare] of hostileShares.entries()) {
      const rates = { good, hostile: (good * hostileShare) / (1 - hostileShare) };
      const before = fetches();
      const result = await both(server, { ...tokens, rates, seconds: roundSeconds });
      measured[index].push({ hostileShare, ...result, fetches: fetches() - before });
    }
  server.stop();
  return measured.map((all) => all.toSorted((a, b) => a.p99Ms - b.p99Ms)[Math.floor(rounds / 2)]);
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
