import { cookieValues, InvalidOptionError, InvalidRequestError, isObject, ownOptions } from '@jwt-guard/core';
import type { RequestLike } from '@jwt-guard/core';
import { serialize } from 'cookie';
import type { SerializeOptions } from 'cookie';

/** What a cookie for a token takes. */
export interface TokenCookieOptions {
  /** Always with the `__Host-` prefix, which binds the cookie to one host and to `Secure`. */
  readonly name?: `__Host-${string}`;
  /** Default `Strict`. `Lax` also sends the cookie when a user follows a link from another site. */
  readonly sameSite?: 'Strict' | 'Lax';
}

/** Writes and reads a cookie that carries a token. What it writes is for `Set-Cookie`. */
export interface TokenCookie {
  readonly name: string;
  /**
   * Sets the cookie.
   *
   * @param maxAgeSeconds - whole seconds until the token expires
   * @throws {TypeError} When the value is no such token, the age no whole number over 0, or the cookie larger than browsers keep.
   */
  serialize(token: string, maxAgeSeconds: number): string;
  /** Removes the cookie: the same attributes, no value, an age of 0. */
  clear(): string;
  /**
   * What the cookie of a request holds, whatever it is; undefined when there is none.
   *
   * @throws {InvalidRequestError} When it was sent twice.
   */
  read(request: RequestLike): string | undefined;
}

/** What one kind of token asks of its cookie. */
export interface CookieKind {
  readonly defaultName: `__Host-${string}`;
  /** What a token of this kind looks like, in characters that need no quotes in a cookie. */
  readonly form: RegExp;
  /** In words, for errors. */
  readonly token: string;
  /** Whether scripts of the page are kept from reading it. */
  readonly httpOnly: boolean;
}

const prefix = '__Host-';
/** What RFC 6265 §6.1 asks browsers to keep; they keep no more. */
const maxCookieBytes = 4_096;
/** Chromium's cap (RFC 6265bis §5.5). */
const maxAgeLimitSeconds = 34_560_000;

/**
 * A cookie out of reach of other hosts and plain HTTP: `__Host-` prefix, `Secure`, `Path=/`, no `Domain`.
 *
 * @see {@link https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#section-4.1.3.2 RFC 6265bis §4.1.3.2}
 * @throws {InvalidOptionError} When the options contradict that.
 */
export function createHostCookie(kind: CookieKind, options: TokenCookieOptions): TokenCookie {
  refuseFixedAttributes(options);
  const { name = kind.defaultName, sameSite = 'Strict' } = ownOptions(options, ['name', 'sameSite']);
  assertName(name);
  const attributes: SerializeOptions = {
    path: '/',
    httpOnly: kind.httpOnly,
    secure: true,
    sameSite: readSameSite(sameSite),
    encode: (value) => value,
  };

  return Object.freeze<TokenCookie>({
    name,
    serialize: (token, maxAgeSeconds) => {
      assertToken(token, kind);
      assertMaxAge(maxAgeSeconds);
      return withinLimit(serialize(name, token, { ...attributes, maxAge: maxAgeSeconds }));
    },
    clear: () => serialize(name, '', { ...attributes, maxAge: 0, expires: new Date(0) }),
    read: (request) => {
      const [value, another] = cookieValues(request, name);
      if (another !== undefined) throw new InvalidRequestError('credentials_repeated');
      return value === '' ? undefined : value;
    },
  });
}

function refuseFixedAttributes(options: unknown): void {
  if (!isObject(options)) return;
  const fixed = ['domain', 'path', 'secure', 'httpOnly', 'maxAge', 'expires'].find((attribute) => attribute in options);
  if (fixed === undefined) return;
  throw new InvalidOptionError(
    fixed,
    'leave it out: the cookie is always Secure, HttpOnly, Path=/ and without Domain, and its age is given to serialize.',
  );
}

function assertName(name: unknown): void {
  const valid =
    typeof name === 'string' && name.startsWith(prefix) && /^[\w!#$%&'*+\-.^`|~]{1,64}$/.test(name) && name !== prefix;
  if (!valid)
    throw new InvalidOptionError('name', `begin it with ${prefix}, and use letters, digits, - and _ after it.`);
}

function readSameSite(sameSite: unknown): 'strict' | 'lax' {
  if (sameSite === 'Strict') return 'strict';
  if (sameSite === 'Lax') return 'lax';
  throw new InvalidOptionError(
    'sameSite',
    "choose 'Strict' or 'Lax'; 'None' would send the credential with requests of every site.",
  );
}

function assertToken(value: unknown, { form, token }: CookieKind): void {
  if (typeof value !== 'string' || !form.test(value)) throw new TypeError(`serialize: pass ${token}.`);
}

function assertMaxAge(seconds: unknown): void {
  const valid = Number.isInteger(seconds) && (seconds as number) > 0 && (seconds as number) <= maxAgeLimitSeconds;
  if (!valid) throw new TypeError('serialize: pass the age as whole seconds over 0, at most 400 days.');
}

function withinLimit(cookie: string): string {
  if (cookie.length <= maxCookieBytes) return cookie;
  throw new TypeError(
    `serialize: the cookie has ${cookie.length} bytes; browsers drop what is larger than ${maxCookieBytes}. Issue fewer claims.`,
  );
}
