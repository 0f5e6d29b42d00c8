// One of several processes of a service that share their state on one Redis: it logs in, refreshes, revokes, and verifies
// access tokens in two ways, by a look into Redis and by a replica in memory.
import { RedisRevocationReplica } from '@jwt-guard/redis/revocation';

import { answerParent, settings } from './answer-parent.js';
import { connect, createSessions, createVerifier, issuerUrl, verdictOn } from './lifecycle-parts.js';

const { kind, port, lagBudget = 10, ...parts } = settings;
const client = await connect(kind, port);
const { sessions, revocation, keys } = await createSessions({ client, ...parts });
const { sessions: withoutGrace } = await createSessions({ client, ...parts, grace: 0 });
const replica = new RedisRevocationReplica({ store: revocation, reader: await connect(kind, port), lagBudget });
await replica.hydrate();
const verifiers = {
  lookup: await createVerifier({ keys, revocation }),
  replica: await createVerifier({ keys, revocation: replica }),
};

answerParent({
  login: ({ subject, device }) => attempt(() => sessions.start({ subject, device }).then(tokensOf)),
  refresh: (refreshToken) => attempt(() => sessions.rotate(refreshToken).then(tokensOf)),
  refreshAtOnce: ({ refreshToken, times }) =>
    Promise.all(Array.from({ length: times }, () => attempt(() => sessions.rotate(refreshToken).then(tokensOf)))),
  refreshAfterGrace: (refreshToken) => attempt(() => withoutGrace.rotate(refreshToken).then(tokensOf)),
  devices: async (subject) => (await sessions.list(subject)).map(({ device }) => device),
  endSession: (sessionId) => attempt(() => sessions.revokeSession(sessionId)),
  endAllSessions: (subject) => attempt(() => sessions.revokeSubject(subject)),
  revokeToken: (jti) => attempt(() => revocation.revokeToken({ issuer: issuerUrl, jti })),
  verdicts: async (accessToken) => ({
    lookup: await verdictOn(verifiers.lookup, accessToken),
    replica: await verdictOn(verifiers.replica, accessToken),
  }),
});

/** What it answers, or why not; a fault of ours ends the test. */
async function attempt(act) {
  try {
    return { answer: (await act()) ?? null };
  } catch (error) {
    if (error.code === undefined || error.reason === undefined) throw error;
    return { code: error.code, reason: error.reason };
  }
}

function tokensOf({ refreshToken, accessToken, session }) {
  return { refreshToken, accessToken: accessToken.token, jti: accessToken.jti, sessionId: session.id };
}
