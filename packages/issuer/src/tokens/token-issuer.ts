import { randomBytes } from 'node:crypto';

import {
  aFunction,
  InvalidOptionError,
  nonEmptyString,
  nonEmptyStrings,
  numberWithin,
  ownOptions,
  secureUrl,
} from '@jwt-guard/core';
import type { RevocationWriter } from '@jwt-guard/core';

import { TokenNotIssuedError } from '../errors/token-not-issued-error.js';
import type { KeyRing } from '../keys/key-ring.js';
import { lifetimeSeconds } from '../options/lifetime-seconds.js';
import type { Lifetime } from '../options/lifetime-seconds.js';
import { accessTokenClaims } from './access-token-claims.js';
import type { AccessTokenRequest, IssuerDefaults } from './access-token-claims.js';
import { readRefusedClaims, secretClaims } from './refused-claims.js';
import { signJwt } from './sign-jwt.js';
import { createWatermarkReader } from './watermark-reader.js';

/** What {@link createTokenIssuer} takes. */
export interface TokenIssuerOptions {
  /** Who issues: an `https:` URL (`http:` on the loopback) without query and fragment, as verifiers are told it, letter by letter. */
  readonly issuer: string;
  /** Whom tokens are for when a request does not say. */
  readonly audience: string | readonly string[];
  /** The client when a request does not say: for a service with a single client. */
  readonly clientId?: string;
  /** What `createKeyRing` answers. Its `maxTokenLifetime` bounds `accessTokenTtl`. */
  readonly keys: Pick<KeyRing, 'signingKey' | 'jwks'> & Partial<Pick<KeyRing, 'maxTokenLifetimeSeconds'>>;
  /** How long an access token lives; default `'10m'`. Over 15 minutes needs `dangerouslyAllowLongLifetime`, and a ring to match. */
  readonly accessTokenTtl?: Lifetime;
  /** Allows up to 24 hours: a stolen token is then good for that long. Refresh tokens are the better answer. */
  readonly dangerouslyAllowLongLifetime?: boolean;
  /** The largest token that is signed, in bytes, 512–16 384; default 4 000, which fits into a cookie. */
  readonly maxTokenSize?: number;
  /**
   * Names that stand in no token, at any depth; compared in full, without regard to case, `_` and `-`. Default: {@link secretClaims}.
   * With {@link personalClaims} added, e-mail addresses and the like are refused too.
   */
  readonly refusedClaims?: readonly string[];
  /**
   * Where tokens of this issuer are revoked. A token that is issued after "logout everywhere" then gets an `iat` beyond it,
   * and is not refused for having been made in the same second. Not asked where the request names `issuedAt`.
   */
  readonly revocation?: Pick<RevocationWriter, 'watermark'>;
  /** The time in epoch milliseconds; default `Date.now`. */
  readonly clock?: () => number;
}

/** An access token that was issued. Whoever holds `token` holds its rights: send it, store it nowhere, log it never. */
export interface IssuedAccessToken {
  readonly token: string;
  /** Its own name, 128 random bits: what may be logged, and revoked. */
  readonly jti: string;
  /** Epoch seconds. */
  readonly issuedAt: number;
  /** Epoch seconds. */
  readonly expiresAt: number;
  /** Seconds: the `expires_in` of a token response (RFC 6749 §5.1). */
  readonly expiresIn: number;
}

/** Issues access tokens in the name of one issuer. */
export interface TokenIssuer {
  readonly issuer: string;
  /** Whom tokens are for when a request does not say. */
  readonly audience: readonly string[];
  /** The client when a request does not say. */
  readonly clientId: string | undefined;
  readonly accessTokenTtlSeconds: number;
  /**
   * Signs an access token of the JWT profile for OAuth 2.0.
   *
   * @see {@link https://www.rfc-editor.org/rfc/rfc9068 RFC 9068}
   * @throws {TokenNotIssuedError} (as rejection) For claims that are missing, malformed, secret, or not the caller's to set, and for a token too large.
   * @throws {StoreUnavailableError} (as rejection) When the `revocation` store does not answer.
   */
  issueAccessToken(request: AccessTokenRequest): Promise<IssuedAccessToken>;
}

const defaultLimitSeconds = 900;
const longLimitSeconds = 86_400;
const jtiBytes = 16;
const optionNames = [
  'issuer',
  'audience',
  'clientId',
  'keys',
  'accessTokenTtl',
  'dangerouslyAllowLongLifetime',
  'maxTokenSize',
  'refusedClaims',
  'revocation',
  'clock',
] as const;

/**
 * Creates an issuer of access tokens.
 *
 * @throws {InvalidOptionError} When an option is wrong; it names the option and the remedy.
 */
export function createTokenIssuer(options: TokenIssuerOptions): TokenIssuer {
  const { keys, clock = Date.now, maxTokenSize = 4_000, revocation, ...own } = ownOptions(options, optionNames);
  const defaults = readDefaults(own);
  const policy = { ...defaults, isRefusedClaim: readRefusedClaims(own.refusedClaims ?? secretClaims) };
  const accessTokenTtlSeconds = readLifetime(own);
  assertKeyRing(keys);
  assertOutlived(accessTokenTtlSeconds, keys);
  aFunction(clock, 'clock', 'pass a function that answers epoch milliseconds.');
  numberWithin(maxTokenSize, 'maxTokenSize', { min: 512, max: 16_384, unit: 'bytes' });
  const beyond = revocation === undefined ? undefined : createWatermarkReader(revocation, defaults);

  return Object.freeze<TokenIssuer>({
    ...defaults,
    accessTokenTtlSeconds,
    issueAccessToken: async (request) => {
      const own = ownOptions(request, requestNames);
      const jti = randomBytes(jtiBytes).toString('base64url');
      const issuedAt =
        own.issuedAt === undefined
          ? Math.max(epochSeconds(clock), (await beyond?.(own)) ?? 0)
          : wholeSeconds(own.issuedAt);
      const claims = accessTokenClaims(own, policy, { issuedAt, lifetimeSeconds: accessTokenTtlSeconds, jti });
      const token = await signJwt(await keys.signingKey(), 'at+jwt', claims);
      assertSize(token, maxTokenSize);
      return Object.freeze({
        token,
        jti,
        issuedAt,
        expiresAt: issuedAt + accessTokenTtlSeconds,
        expiresIn: accessTokenTtlSeconds,
      });
    },
  });
}

const requestNames = ['subject', 'clientId', 'scopes', 'audience', 'sessionId', 'issuedAt', 'claims'] as const;

function readDefaults({
  issuer,
  audience,
  clientId,
}: Pick<TokenIssuerOptions, 'issuer' | 'audience' | 'clientId'>): IssuerDefaults {
  const url = new URL(secureUrl(issuer, 'issuer'));
  if (url.search !== '' || issuer.includes('?') || issuer.includes('#'))
    throw new InvalidOptionError('issuer', 'leave query and fragment out (RFC 8414 §2).');
  return {
    issuer,
    audience: nonEmptyStrings(audience, 'audience', 'name the API that tokens are for, as its verifiers are told it.'),
    clientId:
      clientId === undefined
        ? undefined
        : nonEmptyString(clientId, 'clientId', 'pass a string that is not empty, or leave it out.'),
  };
}

function readLifetime(options: Pick<TokenIssuerOptions, 'accessTokenTtl' | 'dangerouslyAllowLongLifetime'>): number {
  const { accessTokenTtl = '10m', dangerouslyAllowLongLifetime: long = false } = options;
  const seconds = lifetimeSeconds(accessTokenTtl, 'accessTokenTtl', longLimitSeconds);
  if (seconds > defaultLimitSeconds && (long as unknown) !== true) {
    throw new InvalidOptionError(
      'accessTokenTtl',
      'keep it to 15 minutes (900), or set dangerouslyAllowLongLifetime: true.',
    );
  }
  return seconds;
}

function assertKeyRing(keys: unknown): void {
  const { signingKey, jwks } = (keys ?? {}) as Partial<KeyRing>;
  if (typeof signingKey !== 'function' || typeof jwks !== 'function')
    throw new InvalidOptionError('keys', 'pass what createKeyRing answers (await it).');
}

/** A ring forgets a key when the last token under it has expired, as far as it was told. */
function assertOutlived(seconds: number, { maxTokenLifetimeSeconds = Infinity }: TokenIssuerOptions['keys']): void {
  if (seconds <= maxTokenLifetimeSeconds) return;
  throw new InvalidOptionError(
    'accessTokenTtl',
    `it is longer than the maxTokenLifetime of the key ring (${maxTokenLifetimeSeconds} s), which would drop keys too early; raise that, or keep to it.`,
  );
}

function epochSeconds(clock: () => number): number {
  return wholeSeconds(Math.floor(clock() / 1_000));
}

function wholeSeconds(seconds: number): number {
  if (Number.isSafeInteger(seconds) && seconds > 0) return seconds;
  throw new TokenNotIssuedError('claim_malformed', {
    claim: 'iat',
    remedy: 'it is no time; a clock must answer epoch milliseconds, and issuedAt be whole epoch seconds.',
  });
}

function assertSize(token: string, maxBytes: number): void {
  if (token.length <= maxBytes) return;
  throw new TokenNotIssuedError('token_too_large', {
    remedy: `The token is larger than maxTokenSize (${maxBytes} bytes): headers and cookies would be cut or refused. Issue fewer claims.`,
  });
}
