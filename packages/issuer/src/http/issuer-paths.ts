import { InvalidOptionError, ownOptions } from '@jwt-guard/core';

/** Where an issuer serves what, as absolute paths of its origin; false for what it does not serve. */
export interface IssuerPaths {
  /** Default `/.well-known/jwks.json`, below the path of the issuer, as are all defaults. */
  readonly jwks?: string;
  /** Default `/oauth/token`. */
  readonly token?: string | false;
  /** Default `/oauth/revoke`. */
  readonly revocation?: string | false;
  /** Default `/auth/login`. */
  readonly login?: string | false;
  /** Default `/auth/refresh`. */
  readonly refresh?: string | false;
  /** Default `/auth/logout`. */
  readonly logout?: string | false;
  /** Default `/auth/logout-everywhere`. */
  readonly logoutEverywhere?: string | false;
}

const defaults = {
  jwks: '/.well-known/jwks.json',
  token: '/oauth/token',
  revocation: '/oauth/revoke',
  login: '/auth/login',
  refresh: '/auth/refresh',
  logout: '/auth/logout',
  logoutEverywhere: '/auth/logout-everywhere',
} as const satisfies Required<IssuerPaths>;

const names = Object.keys(defaults) as readonly (keyof IssuerPaths)[];

/**
 * The paths of an issuer, with the defaults filled in.
 *
 * @throws {InvalidOptionError} For an unknown name, and for what is no absolute path.
 */
export function issuerPaths(issuer: string, paths: IssuerPaths = {}): Required<IssuerPaths> {
  const own = ownOptions(paths, names, 'paths');
  const base = new URL(issuer).pathname.replace(/\/$/, '');
  const chosen = names.map((name) => [name, readPath(own[name] ?? `${base}${defaults[name]}`, name)] as const);
  return Object.freeze(Object.fromEntries(chosen)) as Required<IssuerPaths>;
}

function readPath(path: unknown, name: keyof IssuerPaths): string | false {
  if (path === false && name !== 'jwks') return false;
  if (typeof path === 'string' && /^\/[^?#\s]*$/.test(path)) return path;
  throw new InvalidOptionError(`paths.${name}`, 'pass an absolute path without query, such as "/auth/login".');
}
