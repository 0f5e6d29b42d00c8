// The token lifecycle on a real Redis: ours beside the bare commands that no store can beat, taking turns in one run; then
// the checks of a replica in memory beside bare lookups in a Map. Starts the redis-server of the PATH. Calls a second are
// those of this machine at this moment; the CPU time of a call in this process is hardly changed by what else runs.
// Usage: npm run bench:lifecycle [-- rounds [milliseconds a round [entries of the replica]]]
import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import {
  createKeyRing,
  createRefreshTokens,
  createSecretRing,
  createTokenIssuer,
} from '../packages/issuer/dist/index.js';
import { authenticToken } from '../packages/issuer/dist/refresh/authentic-token.js';
import { writeRefreshToken } from '../packages/issuer/dist/refresh/refresh-token.js';
import { rotateScript } from '../packages/redis/dist/refresh/rotate-script.js';
import { RedisRefreshTokenStore } from '../packages/redis/dist/refresh/index.js';
import { RedisRevocationReplica, RedisRevocationStore } from '../packages/redis/dist/revocation/index.js';
import { startRedisServer } from '../packages/testing/dist/redis/index.js';
import { compete } from './compete.js';

const [rounds = 9, roundMs = 300, entries = 1_000_000] = process.argv.slice(2).map(Number);
const issuer = 'https://auth.example.com';
const [graceMs, idleLifetimeMs] = [30_000, 86_400_000];
/** Written before the first round: what a contestant presents must not cost it a MAC. */
const tokensWritten = 400_000;

const server = await startRedisServer();
const clients = [1, 2, 3].map(() => new Redis(server.port));
const [client, bareClient, reader] = clients;
try {
  for (const inFlight of [1, 64]) {
    print('rotate', inFlight, await compete(await rotations(inFlight), { inFlight, rounds, roundMs }));
    print('check', inFlight, await compete(checks(), { inFlight, rounds, roundMs }));
  }
  await measureReplica();
} finally {
  for (const one of clients) one.disconnect();
  await server.stop();
}

/**
 * Ours: the MAC of the presented token, and the verdict of the store on it; both parts alone; with the successor, whose MAC
 * is the second one; and the whole refresh, which also signs an access token. Bare: the same script with the same arguments,
 * by the client alone.
 */
async function rotations(inFlight) {
  const store = new RedisRefreshTokenStore({ client });
  const secrets = await createSecretRing();
  const tokens = createTokenIssuer({ issuer, audience: 'api', clientId: 'web', keys: await createKeyRing() });
  const sessions = createRefreshTokens({ issuer: tokens, store, secrets });
  const settings = { issuer: tokens, secrets };
  const secret = await secrets.current();
  const secretId = secret.id;
  const verdictOf = (sessionId, counter) =>
    store.rotate({ sessionId, counter, clientId: 'web', graceMs, idleLifetimeMs, secretId });
  await bareClient.script('LOAD', rotateScript.source);
  const bareArguments = await argumentsOfTheStore(sessions, secretId);

  const contestant = async (once) => ({ once, free: await startedSessions(sessions, inFlight) });
  const tokenOf = (sessionId, counter) => writeRefreshToken({ sessionId, counter }, secret, issuer);
  const contestants = {
    ours: await contestant(async (held) => {
      const { sessionId, counter } = await authenticToken(held.tokens[held.counter], settings);
      const verdict = await verdictOf(sessionId, counter);
      held.counter = verdict.counter;
      return verdict.outcome === 'rotated';
    }),
    'and successor': await contestant(async (held) => {
      const { sessionId, counter } = await authenticToken(held.token, settings);
      const verdict = await verdictOf(sessionId, counter);
      held.token = tokenOf(sessionId, verdict.counter);
      return verdict.outcome === 'rotated';
    }),
    'bare EVALSHA': await contestant(async (held) => {
      const key = `jwt-guard:session:${held.id}`;
      const reply = await bareClient.evalsha(rotateScript.sha, 1, key, held.counter, ...bareArguments);
      held.counter += 1;
      return reply[0] === 'rotated';
    }),
    'verdict alone': await contestant(async (held) => {
      const { outcome, counter } = await verdictOf(held.id, held.counter);
      held.counter = counter;
      return outcome === 'rotated';
    }),
    'MAC alone': await contestant(async (held) => {
      const { sessionId } = await authenticToken(held.token, settings);
      return sessionId === held.id;
    }),
    'whole refresh': await contestant(async (held) => {
      held.token = (await sessions.rotate(held.token)).refreshToken;
      return true;
    }),
  };
  for (const held of contestants.ours.free)
    held.tokens = Array.from({ length: tokensWritten / inFlight }, (_, counter) => tokenOf(held.id, counter));
  return Object.fromEntries(Object.entries(contestants).map(([name, one]) => [name, inTurn(one)]));
}

/** One for each call in flight: two calls for one session would be a race, and not a rotation. */
async function startedSessions(sessions, count) {
  const started = await Promise.all(Array.from({ length: count }, () => sessions.start({ subject: 'alice' })));
  return started.map(({ session, refreshToken }) => ({ id: session.id, counter: 0, token: refreshToken }));
}

function inTurn({ once, free }) {
  return async () => {
    const held = free.pop();
    const done = await once(held);
    free.push(held);
    return done;
  };
}

/** All but the counter. */
async function argumentsOfTheStore(sessions, secretId) {
  const { session } = await sessions.start({ subject: 'alice' });
  const holder = await bareClient.hget(`jwt-guard:session:${session.id}`, 'h');
  return [holder, '', '', graceMs, idleLifetimeMs, secretId, Number.MAX_SAFE_INTEGER];
}

/** A direct check of five levels, and a bare read of five fields: one round trip each. */
function checks() {
  const store = new RedisRevocationStore({ client });
  const key = '{jwt-guard:revocation}:entries';
  const token = () => liveToken(randomBytes(16).toString('base64url'), 'session');
  const fields = ({ jti, sessionId, subject, clientId }) =>
    Object.entries({ jti, sessionId, subject, clientId, issuer: '' }).map(([level, id]) =>
      JSON.stringify([level, issuer, id]),
    );
  return {
    ours: async () => (await store.check(token())) === 'ok',
    'bare HMGET': async () => (await bareClient.hmget(key, ...fields(token()))).length === 5,
  };
}

function liveToken(jti, sessionId) {
  return { issuer, jti, sessionId, subject: 'alice', clientId: 'web', issuedAt: Math.floor(Date.now() / 1_000) };
}

/**
 * Loads a snapshot, and asks it on one core about tokens that were not revoked. Each was just parsed, as the verifier parses
 * it: a text that was looked up before is found faster. What parsing costs is subtracted. Bare: `jti` and `sid` looked up in
 * a Map of the same ids, which waits for memory as any lookup among so many does.
 */
async function measureReplica() {
  const store = new RedisRevocationStore({ client });
  const revoked = await fill(store);
  const replica = new RedisRevocationReplica({ store, reader, maxEntries: entries * 2 });
  const before = memory();
  const loadingFrom = performance.now();
  await replica.hydrate();
  const loadSeconds = (performance.now() - loadingFrom) / 1_000;
  const bytes = (memory() - before) / entries;
  console.log(
    `replica of ${entries} entries   loaded in ${loadSeconds.toFixed(1)} s   ${bytes.toFixed(0)} bytes of heap an entry`,
  );

  const id = () => randomBytes(16).toString('base64url');
  const texts = Array.from({ length: 10_000 }, () => JSON.stringify(liveToken(id(), id())));
  const contestants = {
    ours: () => texts.every((text) => replica.check(JSON.parse(text)) === 'ok'),
    'bare Map.has': () =>
      texts.every((text) => {
        const { jti, sessionId } = JSON.parse(text);
        return !revoked.has(jti) && !revoked.has(sessionId);
      }),
    parsing: () => texts.every((text) => JSON.parse(text).issuer === issuer),
  };
  const { parsing, ...results } = await compete(contestants, { inFlight: 1, rounds, roundMs });
  const netMicros = ({ cpuMicros }) => (cpuMicros - parsing.cpuMicros) / texts.length;
  for (const [name, result] of Object.entries(results)) {
    const figures = `${(netMicros(result) * 1_000).toFixed(0)} ns of CPU: ${(1 / netMicros(result)).toFixed(2)} M checks/s on one core`;
    const ratio = `ours/it ${(netMicros(result) / netMicros(results.ours)).toFixed(2)}`;
    console.log(`   ${name.padEnd(16)} ${figures}${name === 'ours' ? '' : `   ${ratio}`}`);
  }
  replica.close();
}

/** The same ids in Redis and in a bare Map. */
async function fill(store) {
  const batch = 2_000;
  const revoked = new Map();
  const expiresAt = Math.floor(Date.now() / 1_000) + 3_600;
  while (revoked.size < entries) {
    const ids = Array.from({ length: Math.min(batch, entries - revoked.size) }, () =>
      randomBytes(16).toString('base64url'),
    );
    await Promise.all(ids.map((jti) => store.revokeToken({ issuer, jti, expiresAt })));
    for (const jti of ids) revoked.set(jti, expiresAt);
  }
  return revoked;
}

function memory() {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

function print(name, inFlight, results) {
  const { ours } = results;
  console.log(`${name}, ${inFlight} in flight`);
  for (const [contestant, { perSecond, cpuMicros }] of Object.entries(results)) {
    const figures = `${(perSecond / 1_000).toFixed(1).padStart(6)} k/s   ${cpuMicros.toFixed(1).padStart(6)} µs of CPU`;
    const ratios = `ours/it ${(ours.perSecond / perSecond).toFixed(2)}, by CPU ${(cpuMicros / ours.cpuMicros).toFixed(2)}`;
    console.log(`   ${contestant.padEnd(16)} ${figures}${contestant === 'ours' ? '' : `   ${ratios}`}`);
  }
}
