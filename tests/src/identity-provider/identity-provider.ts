import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';
import { configuration } from './configuration.js';

/** An independent OpenID provider in this process, on an ephemeral port of the loopback. */
export interface IdentityProvider {
  readonly issuer: string;
  /** Starts a new provider on the same port, with a new signing key under this kid and no memory of the old. */
  restart(kid: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts `oidc-provider` with one ES256 key. It signs alice in without showing a page. */
export async function startIdentityProvider(): Promise<IdentityProvider> {
  let listener: RequestListener = (_request, response) => response.writeHead(503).end();
  const server = createServer((request, response) => {
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const restart = async (kid: string): Promise<void> => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const jwk = { ...(await exportJWK(privateKey)), kid, alg: 'ES256', use: 'sig' };
    listener = listenerOf(new Provider(issuer, configuration(jwk)));
  };
  await restart('key-1');
  return {
    issuer,
    restart,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}

function listenerOf(provider: Provider): RequestListener {
  const callback = provider.callback();
  return (request, response) => {
    if (request.url?.startsWith('/interaction/') === true) {
      const login = { login: { accountId: 'alice' } };
      provider
        .interactionFinished(request, response, login, { mergeWithLastSubmission: false })
        .catch((error: unknown) => {
          response.writeHead(500).end(String(error));
        });
    } else {
      void callback(request, response);
    }
  };
}
