// One of many processes that verify tokens by a replica in memory.
import { setTimeout as delay } from 'node:timers/promises';

import { createJwtVerifier } from '@jwt-guard/core';
import { RedisRevocationReplica, RedisRevocationStore } from '@jwt-guard/redis/revocation';

import { answerParent, settings } from './answer-parent.js';
import { audience, connect, issuerUrl, verdictOn } from './lifecycle-parts.js';

const { kind, port, streamPort, lagBudget, publicKey } = settings;
const replica = new RedisRevocationReplica({
  store: new RedisRevocationStore({ client: await connect(kind, port) }),
  reader: await connect(kind, streamPort),
  lagBudget,
});
const verifier = createJwtVerifier({ issuer: issuerUrl, audience, publicKey, revocation: replica });
await verifier.hydrate();

/** What was answered for each token, in order, repetitions left out. */
const answers = new Map();
let longestLagSeconds = 0;

answerParent({
  // When it is first refused, on the clock that all processes of a machine share.
  refusedAtMs: async (jti) => {
    while (replica.check({ issuer: issuerUrl, jti }) !== 'revoked') await delay(1);
    return Number(process.hrtime.bigint()) / 1e6;
  },
  watch: (tokens) => {
    answers.clear();
    longestLagSeconds = 0;
    for (const token of tokens) answers.set(token, []);
  },
  watched: () => ({ answers: [...answers.values()], longestLagSeconds }),
});

for (;;) {
  for (const [token, told] of answers) {
    const verdict = await verdictOn(verifier, token);
    if (answers.get(token) === told && told.at(-1) !== verdict) told.push(verdict);
  }
  longestLagSeconds = Math.max(longestLagSeconds, replica.health().lagSeconds ?? 0);
  await delay(20);
}
