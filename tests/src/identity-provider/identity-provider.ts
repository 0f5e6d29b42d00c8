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
  /** The same, with the old keys published beside the new one, which signs. */
  rotate(kid: string): Promise<void>;
  /** Starts a new provider on the same port with the newest key alone. */
  readonly retire: () => void;
  /** Cuts all connections and answers nobody, until it is started again. */
  readonly stop: () => void;
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

  let jwks: readonly object[] = [];
  const startWith = (keys: readonly object[]): void => {
    jwks = keys;
    listener = listenerOf(new Provider(issuer, configuration(keys)));
  };
  const restart = async (kid: string): Promise<void> => {
    startWith([await newKey(kid)]);
  };
  await restart('key-1');
  return {
    issuer,
    restart,
    rotate: async (kid) => {
      startWith([await newKey(kid), ...jwks]);
    },
    retire: () => {
      startWith(jwks.slice(0, 1));
    },
    stop: () => {
      listener = ({ socket }) => socket.destroy();
      server.closeAllConnections();
    },
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

async function newKey(kid: string): Promise<object> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid, alg: 'ES256', use: 'sig' };
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
