import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { CsrfError } from '../errors/csrf-error.js';
import { InvalidRequestError } from '../errors/invalid-request-error.js';
import { secretKeys } from '../keys/static-keys.js';
import type { SecretInput } from '../keys/static-keys.js';
import { ownOptions } from '../options/own-options.js';
import { cookieValues } from './cookie-values.js';
import { isSafeMethod } from './is-safe-method.js';
import { headerValues } from './request-like.js';
import type { RequestLike } from './request-like.js';

/** How the tokens of the double submit are signed. */
export interface CsrfTokenOptions {
  /** At least 32 random bytes; one to four, the current one and its predecessors: the first signs. */
  readonly secret: SecretInput | readonly SecretInput[];
}

/** Signs and checks the tokens of the double submit. */
export interface CsrfTokens {
  /**
   * The token of a session, for the cookie {@link csrfCookieName}: that of the request where it is good and signed by the
   * current secret, so that other tabs may go on with it; else a new one.
   */
  tokenFor(sessionId: string, request?: RequestLike): string;
  /**
   * Lets a request pass that changes nothing, or repeats the token of its session in the header `X-CSRF-Token`.
   *
   * @param sessionId - as the verified credential names it: the claim `sid`
   * @throws {CsrfError} When the token is missing, another one than in the cookie, or of another session.
   * @throws {InvalidRequestError} When the cookie was sent twice.
   */
  check(request: RequestLike, sessionId: unknown): void;
}

/** The cookie that scripts of the page read, to repeat it in a header. Pages of other sites can do neither. */
export const csrfCookieName = '__Host-csrf_token';

const headerName = 'x-csrf-token';
const nonceBytes = 16;
const form = /^([\w-]{22})\.([\w-]{43})$/;

/**
 * The signed double submit: a token bound to the session by an HMAC, once in a cookie and once in a header. It protects
 * where a sibling domain can write cookies, or a browser tells nothing of the origin.
 *
 * A WebSocket upgrade is a GET, to which no script can add a header: it passes, and its origin is checked all the same.
 *
 * @throws {InvalidOptionError} When the secret is missing, short, or known to everyone.
 * @see {@link https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html#signed-double-submit-cookie-recommended OWASP}
 */
export function createCsrfTokens(options: CsrfTokenOptions): CsrfTokens {
  const { secret } = ownOptions(options, ['secret'], 'csrf.token');
  const keys = secretKeys(secret, { option: 'csrf.token.secret', algorithms: ['HS256'] }).map((key) => key.keyObject);
  const [current] = keys as [KeyObject];

  return Object.freeze<CsrfTokens>({
    tokenFor: (sessionId, request) => {
      const carried = request === undefined ? undefined : cookieValues(request, csrfCookieName)[0];
      return carried !== undefined && isSigned(carried, sessionId, [current]) ? carried : sign(sessionId, current);
    },
    check: (request, sessionId) => {
      if (isSafeMethod(request)) return;
      const token = repeatedToken(request);
      if (token === undefined || typeof sessionId !== 'string' || !isSigned(token, sessionId, keys))
        throw new CsrfError('csrf_token');
    },
  });
}

/** What stands in the cookie and in the header alike. */
function repeatedToken(request: RequestLike): string | undefined {
  const [carried, anotherCookie] = cookieValues(request, csrfCookieName);
  if (anotherCookie !== undefined) throw new InvalidRequestError('credentials_repeated');
  const [repeated, anotherHeader] = headerValues(request, headerName);
  if (carried === undefined || repeated === undefined || anotherHeader !== undefined) return undefined;
  return equal(carried, repeated) ? carried : undefined;
}

function isSigned(token: string, sessionId: string, keys: readonly KeyObject[]): boolean {
  const [, nonce, signature] = form.exec(token) ?? [];
  if (nonce === undefined || signature === undefined) return false;
  return keys.some((key) => equal(signature, signatureOf(sessionId, nonce, key)));
}

function sign(sessionId: string, key: KeyObject): string {
  const nonce = randomBytes(nonceBytes).toString('base64url');
  return `${nonce}.${signatureOf(sessionId, nonce, key)}`;
}

/** The label keeps the signature apart from whatever else the secret may sign; the nonce has one length, so that no two inputs are one. */
function signatureOf(sessionId: string, nonce: string, key: KeyObject): string {
  return createHmac('sha256', key).update(`jwt-guard csrf\0${sessionId}\0${nonce}`).digest('base64url');
}

/** In a time that tells nothing but the length. */
function equal(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
