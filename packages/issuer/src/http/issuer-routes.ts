import { InvalidOptionError, ownOptions } from '@jwt-guard/core';
import type { IncomingMessage } from 'node:http';

import { createCookieSessions } from '../cookies/cookie-sessions.js';
import type { CookieSessionsOptions } from '../cookies/cookie-sessions-options.js';
import type { KeyRing } from '../keys/key-ring.js';
import type { TokenIssuer } from '../tokens/token-issuer.js';
import { sendAnswer } from './answer.js';
import { issuerPaths } from './issuer-paths.js';
import type { IssuerPaths } from './issuer-paths.js';
import { createJwksHandler } from './jwks-handler.js';
import { createMetadataHandler } from './metadata-handler.js';
import type { MetadataOptions } from './metadata-handler.js';
import { metadataPath } from './metadata-path.js';
import type { RequestHandler } from './request-handler.js';
import { createRevocationEndpoint } from './revocation-endpoint.js';
import type { RevocationEndpointOptions } from './revocation-endpoint.js';
import { createTokenEndpoint } from './token-endpoint.js';

/** What {@link createIssuerRoutes} takes. */
export interface IssuerRoutesOptions extends Partial<RevocationEndpointOptions> {
  /** The keys to publish. */
  readonly keys: KeyRing;
  readonly tokens: Pick<TokenIssuer, 'issuer'>;
  /** How clients with a secret prove who they are, for the metadata. Default: by both ways that are understood. */
  readonly authMethods?: readonly string[];
  /** Login, refresh and logout by cookies. Needs `sessions`. */
  readonly cookieSessions?: Omit<CookieSessionsOptions, 'sessions'>;
  readonly paths?: IssuerPaths;
}

/**
 * All that an issuer serves, in one handler: `app.use(createIssuerRoutes({ … }))`, or the whole of a `node:http` server.
 * Keys and metadata always; the token and the revocation endpoint with `sessions`; login, refresh and logout with
 * `cookieSessions`. It answers its own paths, whatever guards stand behind it, and passes all others on.
 *
 * @throws {InvalidOptionError} When an option is wrong.
 */
export function createIssuerRoutes(options: IssuerRoutesOptions): RequestHandler {
  const routes = routesOf(ownOptions(options, optionNames));

  return (request, response, next) => {
    const route = routes.get(pathOf(request));
    if (route !== undefined) route(request, response, next);
    else if (next !== undefined) next();
    else sendAnswer(response, { status: 404 });
  };
}

const optionNames = [
  'keys',
  'tokens',
  'sessions',
  'authenticateClient',
  'authMethods',
  'verifier',
  'revocation',
  'cookieSessions',
  'paths',
] as const;

function routesOf(options: IssuerRoutesOptions): ReadonlyMap<string, RequestHandler> {
  const { keys, tokens, paths } = options;
  const at = issuerPaths(tokens.issuer, paths);
  const handlers: readonly (readonly [string | false, RequestHandler])[] = [
    [at.jwks, createJwksHandler(keys)],
    [metadataPath(tokens.issuer), createMetadataHandler(metadataOf(options, at))],
    ...sessionHandlers(options, at),
  ];
  const routes = new Map<string, RequestHandler>();
  for (const [path, handler] of handlers) {
    if (path === false) continue;
    if (routes.has(path)) throw new InvalidOptionError('paths', `${path} is taken twice.`);
    routes.set(path, handler);
  }
  return routes;
}

function sessionHandlers(
  { sessions, authenticateClient, verifier, revocation, cookieSessions }: IssuerRoutesOptions,
  at: Required<IssuerPaths>,
): readonly (readonly [string | false, RequestHandler])[] {
  if (sessions === undefined) {
    if ([authenticateClient, verifier, revocation, cookieSessions].every((option) => option === undefined)) return [];
    throw new InvalidOptionError('sessions', 'pass what createRefreshTokens() made: other options need it.');
  }
  const endpoint = { sessions, ...(authenticateClient !== undefined && { authenticateClient }) };
  return [
    [at.token, createTokenEndpoint(endpoint)],
    [
      at.revocation,
      createRevocationEndpoint({
        ...endpoint,
        ...(verifier !== undefined && { verifier }),
        ...(revocation !== undefined && { revocation }),
      }),
    ],
    ...(cookieSessions === undefined ? [] : cookieHandlers({ ...cookieSessions, sessions }, at)),
  ];
}

function cookieHandlers(
  options: CookieSessionsOptions,
  at: Required<IssuerPaths>,
): readonly (readonly [string | false, RequestHandler])[] {
  const { login, refresh, logout, logoutEverywhere } = createCookieSessions(options);
  return [
    [at.login, login],
    [at.refresh, refresh],
    [at.logout, logout],
    [at.logoutEverywhere, logoutEverywhere],
  ];
}

function metadataOf(options: IssuerRoutesOptions, at: Required<IssuerPaths>): MetadataOptions {
  const { tokens, sessions, authenticateClient, authMethods } = options;
  const { issuer } = tokens;
  const urlOf = (path: string): string => new URL(path, issuer).href;
  const secrets = ['client_secret_basic', 'client_secret_post'];
  return {
    issuer,
    jwksUri: urlOf(at.jwks),
    ...(sessions !== undefined && at.token !== false && { tokenEndpoint: urlOf(at.token) }),
    ...(sessions !== undefined && at.revocation !== false && { revocationEndpoint: urlOf(at.revocation) }),
    authMethods: authMethods ?? (authenticateClient === undefined ? ['none'] : secrets),
  };
}

/** Express takes the path that it is mounted on away from `url`. */
function pathOf(request: IncomingMessage & { readonly originalUrl?: string }): string {
  return (request.originalUrl ?? request.url ?? '').replace(/\?.*$/s, '');
}
