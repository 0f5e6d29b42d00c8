import { createJwtVerifier, MemoryRevocationStore } from '@jwt-guard/core';
import {
  createIssuerRoutes,
  createKeyRing,
  createRefreshTokens,
  createSecretRing,
  createTokenIssuer,
  MemoryRefreshTokenStore,
} from '@jwt-guard/issuer';
import type { RefreshTokens } from '@jwt-guard/issuer';

import { startApi } from '../wiring/api.js';
import type { Framework } from '../wiring/api.js';
import { send } from './send.js';
import type { Answer } from './send.js';

/** An application that issues tokens and, behind the guard, takes them. */
export interface IssuingApp {
  readonly url: string;
  readonly sessions: RefreshTokens;
  /** How often a handler behind the guard ran. */
  readonly calls: () => number;
  /** Sends a form. */
  readonly postForm: (path: string, fields: string | Readonly<Record<string, string>>) => Promise<Answer>;
  /** Lets time pass, for issuer, guard and stores. */
  readonly pass: (seconds: number) => void;
  readonly close: () => Promise<void>;
}

/**
 * Starts an issuer of everything in memory, in one application with an API that it guards. The public client is `web`; with
 * `confidential` it has the secret `open sesame`.
 */
export async function startIssuingApp(
  framework: Framework,
  { confidential = false }: { readonly confidential?: boolean } = {},
): Promise<IssuingApp> {
  let nowMs = Date.now();
  const clock = (): number => nowMs;
  const keys = await createKeyRing({ clock });
  const revocation = new MemoryRevocationStore({ clock });
  const audience = 'https://api.example.com';
  const tokens = createTokenIssuer({ issuer: 'https://auth.example.com', audience, clientId: 'web', keys, clock });
  const sessions = createRefreshTokens({
    issuer: tokens,
    store: new MemoryRefreshTokenStore({ clock }),
    secrets: await createSecretRing({ clock }),
    revocation,
  });
  const verifier = createJwtVerifier({ issuer: tokens.issuer, audience, keys: keys.keySource, clock, revocation });
  const routes = createIssuerRoutes({
    ...{ keys, tokens, sessions, verifier, revocation },
    ...(confidential && {
      authenticateClient: (_request, { clientId, clientSecret }) =>
        Promise.resolve(clientSecret === 'open sesame' ? clientId : undefined),
    }),
  });
  const api = await startApi(framework, { verifier, above: [routes] });
  return {
    url: api.url,
    sessions,
    calls: api.calls,
    postForm: (path, fields) =>
      send(api.url, {
        method: 'POST',
        path,
        headers: ['Content-Type', 'application/x-www-form-urlencoded'],
        body: new URLSearchParams(fields).toString(),
      }),
    pass: (seconds) => {
      nowMs += seconds * 1_000;
    },
    close: () => api.close(),
  };
}
