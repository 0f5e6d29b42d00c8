// What a process of an issuer and an API is made of when its state is on Redis.
import { createJwtVerifier } from '@jwt-guard/core';
import { createKeyRing, createRefreshTokens, createSecretRing, createTokenIssuer } from '@jwt-guard/issuer';
import { RedisRefreshTokenStore } from '@jwt-guard/redis/refresh';
import { RedisRevocationStore } from '@jwt-guard/redis/revocation';
import { Redis } from 'ioredis';
import { createClient } from 'redis';

export const issuerUrl = 'https://auth.example.com';
export const audience = 'https://api.example.com';

/** A client as people make it: while the connection is down it queues commands, and sends them again when it is back. */
export async function connect(kind, port) {
  if (kind === 'ioredis') return new Redis(port, '127.0.0.1').on('error', () => undefined);
  return createClient({ socket: { host: '127.0.0.1', port } })
    .on('error', () => undefined)
    .connect();
}

/** A service that keeps sessions, on one Redis. */
export async function createSessions({ client, privateKey, secret, grace = 30, accessTokenTtl = 300 }) {
  const keys = await createKeyRing({ privateKey });
  const issuer = createTokenIssuer({ issuer: issuerUrl, audience, clientId: 'web', keys, accessTokenTtl });
  const revocation = new RedisRevocationStore({ client });
  const sessions = createRefreshTokens({
    issuer,
    store: new RedisRefreshTokenStore({ client }),
    secrets: await createSecretRing({ secrets: [secret] }),
    revocation,
    grace,
    idleTtl: '1h',
    absoluteTtl: '8h',
  });
  return { sessions, revocation, keys };
}

/** A verifier of what the service above issues. */
export async function createVerifier({ keys, revocation }) {
  const [publicKey] = (await keys.jwks()).keys;
  return createJwtVerifier({ issuer: issuerUrl, audience, publicKey, revocation });
}

/** What a verifier says of a token: `accepted`, or the reason, or the code of an outage. */
export async function verdictOn(verifier, token) {
  try {
    await verifier.verify(token);
    return 'accepted';
  } catch (error) {
    if (error.code === undefined) throw error;
    return error.reason ?? error.code;
  }
}
