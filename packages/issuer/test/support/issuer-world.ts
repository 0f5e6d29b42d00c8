import { createSecretKey, randomBytes } from 'node:crypto';

import { createJwtVerifier, MemoryRevocationStore } from '@jwt-guard/core';
import type { JwtVerifier, RevocationStore, RevocationWriter } from '@jwt-guard/core';
import {
  createKeyRing,
  createRefreshTokens,
  createSecretRing,
  createTokenIssuer,
  MemoryRefreshTokenStore,
} from '@jwt-guard/issuer';
import type { KeyRing, RefreshTokens, RefreshTokenStore, TokenIssuer } from '@jwt-guard/issuer';

export const issuerUrl = 'https://auth.example.com';
export const audience = 'https://api.example.com';
export const app = 'https://app.example.com';
/** What a page of ours sends. */
export const ownPage = { Origin: app };
export const csrfSecret = createSecretKey(randomBytes(32));

/** An issuer whose stores can fail. */
export interface IssuerWorld {
  readonly keys: KeyRing;
  readonly tokens: TokenIssuer;
  readonly sessions: RefreshTokens;
  readonly revocation: RevocationStore & RevocationWriter;
  readonly verifier: JwtVerifier;
  /** Whether the store of sessions fails. */
  down: boolean;
}

/** Makes an issuer with everything in memory. The client `web` is its own. */
export async function createIssuerWorld(): Promise<IssuerWorld> {
  const keys = await createKeyRing();
  const tokens = createTokenIssuer({ issuer: issuerUrl, audience, clientId: 'web', keys });
  const revocation = new MemoryRevocationStore();
  const secrets = await createSecretRing();
  const jwks = { keys: [...(await keys.jwks()).keys] } as never;
  const world = {
    keys,
    tokens,
    revocation,
    verifier: createJwtVerifier({ issuer: issuerUrl, audience: null, jwks, revocation }),
    down: false,
  };
  const store = failing(new MemoryRefreshTokenStore(), () => world.down);
  return Object.assign(world, { sessions: createRefreshTokens({ issuer: tokens, store, secrets, revocation }) });
}

function failing(store: RefreshTokenStore, isDown: () => boolean): RefreshTokenStore {
  return new Proxy(store, {
    get: (target, name: keyof RefreshTokenStore) =>
      isDown() ? () => Promise.reject(new Error('ECONNREFUSED')) : target[name].bind(target),
  });
}
