// The server under the soak test: Express with all that holds memory turned on. Told by a message what to serve.
import { once } from 'node:events';
import { MemoryRevocationStore } from '@jwt-guard/core';
import { getAuth, jwtGuard, jwtGuardErrors, requireScopes } from '@jwt-guard/express';
import express from 'express';
import { probes } from '../server/probes.js';

const maxCachedTokens = 5_000;

const [{ issuer, audience, algorithm, jwksUri }] = await once(process, 'message');
const store = new MemoryRevocationStore();
const cache = { maxEntries: maxCachedTokens };
const guard = jwtGuard({ issuer, audience, algorithms: [algorithm], jwksUri, revocation: store, cache });
const { verifier } = guard;
const events = {};
for (const name of ['verified', 'rejected', 'keysFetched', 'keysFailed', 'keyAdded', 'keyRemoved', 'revocationUnknown'])
  verifier.on(name, () => {
    events[name] = (events[name] ?? 0) + 1;
  });

const app = express();
app.use(guard);
app.get('/', requireScopes('read'), (request, response) => void response.json({ subject: getAuth(request).subject }));
app.use(jwtGuardErrors());
const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');

const asked = {
  ...probes,
  sizes: () => ({ revoked: store.health().entries, keys: [...verifier.health().values()], events }),
};

process.on('message', async (message) => {
  for (const one of message.revoke ?? []) await store.revokeToken(one);
  process.send(typeof message === 'string' ? asked[message]() : {});
});
process.once('disconnect', () => process.exit());
process.send({ port: server.address().port });
