import { CsrfError } from '../errors/csrf-error.js';
import { InvalidOptionError } from '../errors/invalid-option-error.js';
import { isSecureUrl, nonEmptyStrings } from '../options/option-checks.js';
import { ownOptions } from '../options/own-options.js';
import { isSafeMethod } from './is-safe-method.js';
import { headerValues } from './request-like.js';
import type { RequestLike } from './request-like.js';

/** Who may send requests that change something. */
export interface CsrfOptions {
  /** The origins of your own pages, exactly as browsers send them: `https://app.example.com`. */
  readonly origins: readonly string[];
}

/** @throws {CsrfError} When the request may come from somebody else's page. */
export type CsrfCheck = (request: RequestLike) => void;

/**
 * Makes the check against cross-site request forgery: unsafe methods and WebSocket upgrades must come from the same origin
 * by Fetch Metadata, or else name a configured origin. A request that hides where it comes from is refused.
 *
 * @throws {InvalidOptionError} When no origin is listed, or one is not written as a browser sends it.
 * @see {@link https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html OWASP}
 */
export function createCsrfCheck(options: CsrfOptions): CsrfCheck {
  const { origins } = ownOptions(options, ['origins'], 'csrf');
  const trusted = new Set(
    nonEmptyStrings(origins, 'csrf.origins', 'list the origins of your pages, such as "https://app.example.com".').map(
      requireOrigin,
    ),
  );
  return (request) => {
    if (isSafeMethod(request) && !isWebSocketUpgrade(request)) return;
    const refusal = crossSiteRefusal(request, trusted);
    if (refusal !== undefined) throw refusal;
  };
}

function requireOrigin(origin: string): string {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  if (url?.origin === origin && isSecureUrl(url) && !origin.includes('*')) return origin;
  throw new InvalidOptionError(
    'csrf.origins',
    `${JSON.stringify(origin)} is no origin: write scheme, host and port alone, in lower case and without wildcards, https: (http: on the loopback).`,
  );
}

function isWebSocketUpgrade(request: RequestLike): boolean {
  return headerValues(request, 'upgrade').some((protocols) => /\bwebsocket\b/i.test(protocols));
}

function crossSiteRefusal(request: RequestLike, trusted: ReadonlySet<string>): CsrfError | undefined {
  const [site, another] = headerValues(request, 'sec-fetch-site');
  if (site === 'same-origin' && another === undefined) return undefined;
  if (site === 'cross-site') return new CsrfError('csrf_cross_site');
  const origin = originOf(request);
  if (origin === undefined) return new CsrfError('csrf_origin_missing');
  return trusted.has(origin) ? undefined : new CsrfError('csrf_origin_mismatch');
}

/** `Origin`, else the origin of `Referer`. A header that was sent twice, and the opaque origin `null`, name nobody. */
function originOf(request: RequestLike): string | undefined {
  const origins = headerValues(request, 'origin');
  if (origins.length > 0) return origins.length === 1 && origins[0] !== 'null' ? origins[0] : undefined;
  const [referer, another] = headerValues(request, 'referer');
  return referer !== undefined && another === undefined && URL.canParse(referer) ? new URL(referer).origin : undefined;
}
