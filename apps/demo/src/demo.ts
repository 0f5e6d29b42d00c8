import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createJwtVerifier } from '@jwt-guard/core';
import cookieParser from 'cookie-parser';
import express from 'express';
import type { Logger } from 'pino';
import { createExpressApi } from './apis/express/express-api.js';
import type { ApiGuardOptions } from './apis/guard-options.js';
import { apiGuardOptions } from './apis/guard-options.js';
import { createNestApi } from './apis/nest/nest-api.js';
import { createAuthorizationServer } from './auth/authorization-server.js';
import { apiAudience } from './auth/audiences.js';
import { logSecurityEvents } from './console/security-log.js';
import type { DemoStores } from './stores/demo-stores.js';

/** How the demo runs. */
export interface DemoOptions {
  /** 0 picks a free one. */
  readonly port: number;
  readonly logger: Logger;
  readonly stores: DemoStores;
  /** The origin of the process that all tokens name. Default: its own. */
  readonly issuer?: string | undefined;
}

/** The running demo. */
export interface Demo {
  /** Such as `http://localhost:3000`. */
  readonly origin: string;
  close(): Promise<void>;
}

/**
 * Starts the demo: an issuer, an Express API and a Nest API on one origin, bound to the loopback. The APIs know the issuer by
 * nothing but its name and find its keys by discovery, as they would those of any identity provider.
 */
export async function startDemo({ port, logger, stores, issuer: named }: DemoOptions): Promise<Demo> {
  const app = express().disable('x-powered-by');
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const issuer = named ?? origin;

  const verifier = createJwtVerifier({ issuer, audience: apiAudience, revocation: stores.revocation });
  logSecurityEvents(verifier, logger);
  const guard: ApiGuardOptions = apiGuardOptions(verifier, [origin, issuer]);
  const authorizationServer = await createAuthorizationServer({ issuer, stores, guard, logger });
  const nest = await createNestApi(guard);

  app.use(cookieParser());
  app.use(authorizationServer.routes);
  app.use('/express', createExpressApi(guard));
  app.use('/nest', nest.listener);

  return {
    origin,
    close: async () => {
      verifier.close();
      authorizationServer.close();
      await nest.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      stores.close();
    },
  };
}
