// One of several processes of an issuer that share a key ring on Redis.
import { createKeyRing } from '@jwt-guard/issuer';
import { RedisSigningKeyStore } from '@jwt-guard/redis/keys';

import { answerParent, settings } from './answer-parent.js';
import { connect } from './lifecycle-parts.js';

const { kind, port, encryptionKey, startMs } = settings;
let nowMs = startMs;
const ring = await createKeyRing({
  store: new RedisSigningKeyStore({ client: await connect(kind, port), name: 'access-tokens' }),
  encryptionKey,
  rotationInterval: '1h',
  clock: () => nowMs,
});

answerParent({
  advance: (milliseconds) => void (nowMs += milliseconds),
  kids: async () => (await ring.jwks()).keys.map(({ kid }) => kid),
  signingKid: async () => (await ring.signingKey()).kid,
  rotateNow: async () => void (await ring.rotateNow()),
});
