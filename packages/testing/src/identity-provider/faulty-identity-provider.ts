import type { ServerResponse } from 'node:http';
import { startLocalIssuer } from '../issuer/local-issuer-server.js';
import type { LocalIssuerServer, LocalIssuerServerOptions } from '../issuer/local-issuer-server.js';
import type { Fault, IssuerDocument } from './fault.js';

/** Which documents a fault spoils. */
export type FaultTarget = 'keys' | 'metadata' | 'both';

/** A local issuer at which things go wrong on demand. */
export interface FaultyIdentityProvider extends Omit<LocalIssuerServer, 'intercept'> {
  /**
   * Plays a fault from now on, in place of the one before it.
   *
   * @param at - which documents it spoils; `both`, as far as it can
   * @throws {TypeError} When the fault spoils no such document.
   */
  readonly play: (fault: Fault, at?: FaultTarget) => void;
  /** Plays no fault any more. What is being withheld stays withheld. */
  readonly heal: () => void;
  /** How often the keys, the metadata and anything else were asked for. */
  readonly asked: () => Readonly<Record<IssuerDocument, number>>;
  /** How many answers are being withheld now, in whole or in part, by a fault that lets verifiers wait. */
  readonly withheld: () => number;
}

/** Starts a local issuer on the loopback, with metadata and keys, that plays the faults of the catalogue `faults`. */
export async function startFaultyIdentityProvider(
  options: LocalIssuerServerOptions = {},
): Promise<FaultyIdentityProvider> {
  const server = await startLocalIssuer(options);
  const documentAt = documentPaths(server);
  const withheld = new Set<ServerResponse>();

  const play = (fault: Fault, at: FaultTarget = 'both'): void => {
    const spoiled = at === 'both' ? fault.spoils : fault.spoils.filter((document) => document === at);
    if (spoiled.length === 0) throw new TypeError(`The fault "${fault.name}" cannot spoil the ${at}.`);
    server.intercept((request, response, serve) => {
      const asked = documentAt(request.url);
      const serveRightly = (): void => {
        serve(request, response);
      };
      const withhold = (): void => {
        withheld.add(response);
        response.on('close', () => withheld.delete(response));
      };
      if (spoiled.includes(asked))
        fault.answer({ request, response, asked, serve: serveRightly, withhold, ...goodDocuments(server) });
      else serveRightly();
    });
  };

  return Object.freeze(
    Object.defineProperties(
      {
        play,
        heal: () => {
          server.intercept(undefined);
        },
        asked: () => {
          const counts = { keys: 0, metadata: 0, elsewhere: 0 };
          for (const path of server.requests) counts[documentAt(path)] += 1;
          return counts;
        },
        withheld: () => withheld.size,
      },
      withoutIntercept(server),
    ) as unknown as FaultyIdentityProvider,
  );
}

/** Descriptors, since keys and jwks are getters. */
function withoutIntercept(server: LocalIssuerServer): PropertyDescriptorMap {
  const descriptors = Object.entries(Object.getOwnPropertyDescriptors(server));
  return Object.fromEntries(descriptors.filter(([name]) => name !== 'intercept'));
}

function documentPaths({ jwksUri, metadataUrl, issuer }: LocalIssuerServer) {
  const documents = new Map<string | undefined, IssuerDocument>([
    [new URL(jwksUri).pathname, 'keys'],
    [new URL(metadataUrl).pathname, 'metadata'],
    [new URL(`${issuer}/.well-known/openid-configuration`).pathname, 'metadata'],
  ]);
  return (path: string | undefined): IssuerDocument => documents.get(path) ?? 'elsewhere';
}

function goodDocuments({ issuer, jwksUri, jwks }: LocalIssuerServer) {
  return {
    issuer,
    metadata: { issuer, jwks_uri: jwksUri },
    jwks: jwks as unknown as { readonly keys: readonly Readonly<Record<string, unknown>>[] },
  };
}
