// Prints what a replica with many revocations costs: `node --expose-gc tests/src/lifecycle/measure-replica.js 1000000`, on the
// built packages. Fails when one of the revocations is not refused.
import assert from 'node:assert/strict';

import { RedisRevocationReplica, RedisRevocationStore } from '@jwt-guard/redis/revocation';
import { startRedisServer } from '@jwt-guard/testing/redis';

import { connect, issuerUrl } from './lifecycle-parts.js';

const entries = Number(process.argv[2] ?? 1_000_000);
const atOnce = 2_000;
const checks = 300_000;

/** As long as the name of a token is. */
const jtiOf = (index) => {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32BE(index);
  return bytes.toString('base64url');
};

const redis = await startRedisServer();
const [client, reader] = [await connect('ioredis', redis.port), await connect('ioredis', redis.port)];
const store = new RedisRevocationStore({ client, commandTimeout: 60_000 });

const writing = performance.now();
for (let first = 0; first < entries; first += atOnce) {
  const names = Array.from({ length: Math.min(atOnce, entries - first) }, (_, index) => jtiOf(first + index));
  await Promise.all(names.map((jti) => store.revokeToken({ issuer: issuerUrl, jti })));
}
const writtenSeconds = (performance.now() - writing) / 1_000;

const replica = new RedisRevocationReplica({ store, reader, maxEntries: entries + 1 });
globalThis.gc();
const before = process.memoryUsage();
const loading = performance.now();
await replica.hydrate();
const loadedSeconds = (performance.now() - loading) / 1_000;
globalThis.gc();
const after = process.memoryUsage();

const revoked = Array.from({ length: 10_000 }, () => jtiOf(Math.floor(Math.random() * entries)));
const others = Array.from({ length: 10_000 }, (_, index) => jtiOf(entries + index));
for (const jti of revoked) assert.equal(replica.check({ issuer: issuerUrl, jti }), 'revoked');
for (const jti of others) assert.equal(replica.check({ issuer: issuerUrl, jti }), 'ok');
assert.equal(replica.health().state, 'fresh');

console.log(
  [
    `replica: entries ${entries}`,
    `written in ${writtenSeconds.toFixed(1)} s`,
    `loaded in ${loadedSeconds.toFixed(1)} s`,
    `heap ${megabytes(after.heapUsed - before.heapUsed)}`,
    `resident ${megabytes(after.rss - before.rss)}`,
    `revoked ${nanosecondsOf(revoked)} ns a check`,
    `not revoked ${nanosecondsOf(others)} ns a check`,
  ].join(' · '),
);

replica.close();
client.disconnect();
reader.disconnect();
await redis.stop();

/** Of a check that asks for all levels, as a verifier does. */
function nanosecondsOf(names) {
  const tokens = names.map((jti) => ({
    issuer: issuerUrl,
    jti,
    sessionId: `${jti}s`,
    subject: 'alice',
    clientId: 'web',
    issuedAt: 1_800_000_000,
  }));
  let refused = 0;
  const started = performance.now();
  for (let index = 0; index < checks; index += 1) {
    if (replica.check(tokens[index % tokens.length]) === 'revoked') refused += 1;
  }
  const nanoseconds = ((performance.now() - started) * 1e6) / checks;
  assert.equal(refused, names === revoked ? checks : 0);
  return Math.round(nanoseconds);
}

function megabytes(bytes) {
  return `${(bytes / 1_048_576).toFixed(0)} MiB`;
}
