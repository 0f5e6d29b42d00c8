import {
  challengeResponse,
  createRequestGuard,
  fromAuthorizationHeader,
  fromCookie,
  isJwtGuardError,
} from '@jwt-guard/core';
import type { JwtVerifier, Requirement } from '@jwt-guard/core';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on the loopback whose only route is guarded. */
export interface GuardedServer {
  /** Sends a request, with a token in the Authorization header or with these headers, and answers its status. */
  ask(credential?: string | Record<string, string>): Promise<number>;
  close(): void;
}

/** Starts one. It takes a token from the Authorization header and from the cookie `token`. */
export async function startGuardedServer(
  verifier: JwtVerifier,
  requirements: readonly Requirement[] = [],
): Promise<GuardedServer> {
  const from = [fromAuthorizationHeader(), fromCookie('token')];
  const guard = createRequestGuard({ verifier, from, csrf: { origins: ['https://app.example.com'] } });
  const server = createServer((request, response) => {
    guard.authenticate(request, { requirements }).then(
      () => response.end(),
      (error: unknown) => {
        const { status, headers, body } = isJwtGuardError(error)
          ? challengeResponse(error)
          : { status: 500, headers: {}, body: {} };
        response.writeHead(status, headers).end(JSON.stringify(body));
      },
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    ask: async (credential = {}) => {
      const headers = typeof credential === 'string' ? { Authorization: `Bearer ${credential}` } : credential;
      const response = await fetch(url, { method: 'POST', headers });
      await response.text();
      return response.status;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
