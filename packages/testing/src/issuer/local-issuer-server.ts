import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { ownOptions } from '@jwt-guard/core';
import { createJwksHandler, createMetadataHandler, metadataPath } from '@jwt-guard/issuer';
import type { RequestHandler } from '@jwt-guard/issuer';

import { createLocalIssuer } from './local-issuer.js';
import type { LocalIssuer, LocalIssuerOptions } from './local-issuer.js';

/** What {@link startLocalIssuer} takes. */
export interface LocalIssuerServerOptions extends Omit<LocalIssuerOptions, 'issuer'> {
  /** The path of the issuer's URL, `/tenant`; default none. */
  readonly path?: `/${string}`;
  /** A port that was used before, to stand in for a restart; default 0, any free one. */
  readonly port?: number;
}

/** Answers a request in place of the issuer; `serve` answers it as the issuer would have. */
export type InterceptingHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  serve: RequestHandler,
) => unknown;

/** A local issuer that verifiers can discover. */
export interface LocalIssuerServer extends LocalIssuer {
  /** Where the keys are served. */
  readonly jwksUri: string;
  /** Where the RFC 8414 metadata is served. */
  readonly metadataUrl: string;
  readonly port: number;
  /** The paths that were asked for, in order. */
  readonly requests: readonly string[];
  /** Answers every request by this instead, to play an outage; `undefined` plays no more. */
  readonly intercept: (handler: InterceptingHandler | undefined) => void;
  /** Stops the server and cuts its connections. */
  readonly close: () => Promise<void>;
}

/**
 * Starts an issuer on the loopback that serves its metadata (RFC 8414) and its key set, so that
 * `createJwtVerifier({ issuer, audience })` finds the keys as it does in production.
 */
export async function startLocalIssuer(options: LocalIssuerServerOptions = {}): Promise<LocalIssuerServer> {
  const {
    path = '',
    port: wantedPort = 0,
    ...own
  } = ownOptions(options, ['audience', 'algorithms', 'clock', 'path', 'port']);
  const requests: string[] = [];
  let intercepted: InterceptingHandler | undefined;
  let serve: RequestHandler = notFound;
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    if (intercepted === undefined) serve(request, response);
    else intercepted(request, response, serve);
  });
  const port = await listen(server, wantedPort);
  const issuer = createLocalIssuer({ ...own, issuer: `http://127.0.0.1:${port}${path}` });
  const jwksUri = `${issuer.issuer}/.well-known/jwks.json`;
  const metadataUrl = new URL(metadataPath(issuer.issuer), issuer.issuer).href;
  serve = createRouter(issuer, { jwksUri, metadataUrl });

  return Object.freeze(
    Object.defineProperties(
      {
        jwksUri,
        metadataUrl,
        port,
        requests,
        intercept: (handler: InterceptingHandler | undefined) => {
          intercepted = handler;
        },
        close: () => close(server),
      },
      // Descriptors, since keys and jwks are getters: a spread would freeze the keys of today.
      Object.getOwnPropertyDescriptors(issuer),
    ) as unknown as LocalIssuerServer,
  );
}

function createRouter(
  issuer: LocalIssuer,
  { jwksUri, metadataUrl }: Pick<LocalIssuerServer, 'jwksUri' | 'metadataUrl'>,
): RequestHandler {
  const ring = { jwks: () => Promise.resolve(issuer.jwks), jwksMaxAgeSeconds: 600 };
  const routes = new Map<string, RequestHandler>([
    [new URL(jwksUri).pathname, createJwksHandler(ring)],
    [new URL(metadataUrl).pathname, createMetadataHandler({ issuer: issuer.issuer, jwksUri })],
  ]);
  return (request, response) => {
    (routes.get(request.url ?? '') ?? notFound)(request, response);
  };
}

function notFound(_request: IncomingMessage, response: ServerResponse): void {
  response.statusCode = 404;
  response.end();
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  server.unref();
  return (server.address() as AddressInfo).port;
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
