import { InvalidOptionError } from '../errors/invalid-option-error.js';
import { isObject, ownOptions } from '../options/own-options.js';
import { createJwtVerifier } from '../verifier/jwt-verifier.js';
import type { JwtVerifier } from '../verifier/jwt-verifier.js';
import { verifierOptionNames } from '../verifier/verifier-options.js';
import type { JwtVerifierOptions } from '../verifier/verifier-options.js';
import { createCsrfProtection } from './csrf-protection.js';
import type { CookieCsrfOptions, CsrfProtection } from './csrf-protection.js';
import { fromAuthorizationHeader } from './from-authorization-header.js';
import type { TokenExtractor } from './token-extractor.js';

/** Whether a request without a credential is refused. */
export type Credentials = 'required' | 'optional';

/** How requests are guarded, whoever verifies their tokens. */
export interface GuardOptions {
  /** Where a token may stand. Default: the Authorization header alone. */
  readonly from?: TokenExtractor | readonly TokenExtractor[];
  /** `optional` lets only absence through: a bad token is still 401, an outage 503. Default `required`. */
  readonly credentials?: Credentials;
  /** Needed as soon as a cookie is a source. */
  readonly csrf?: CookieCsrfOptions;
  /** The protection space that challenges name (RFC 9110 §11.5). Default `api`. */
  readonly realm?: string;
}

/** How requests are guarded: by a verifier that you made, or by the options of one. */
export type RequestGuardOptions<Claims = unknown> = GuardOptions &
  ({ readonly verifier: JwtVerifier<Claims> } | (JwtVerifierOptions<Claims> & { readonly verifier?: never }));

/** Validated options of a guard. */
export interface RequestGuardSettings<Claims> {
  readonly verifier: JwtVerifier<Claims>;
  readonly extractors: readonly TokenExtractor[];
  readonly credentials: Credentials;
  readonly csrf: CsrfProtection | undefined;
  readonly realm: string;
}

const guardOptionNames = ['from', 'credentials', 'csrf', 'realm'] as const satisfies readonly (keyof GuardOptions)[];

/**
 * Validates the options of a guard.
 *
 * @throws {InvalidOptionError} Naming the option and the remedy.
 */
export function readRequestGuardOptions<Claims>(options: RequestGuardOptions<Claims>): RequestGuardSettings<Claims> {
  const own = ownOptions(options as unknown as Record<string, unknown>, [
    'verifier',
    ...guardOptionNames,
    ...verifierOptionNames,
  ]);
  const { from = fromAuthorizationHeader(), credentials = 'required', csrf, realm = 'api' } = own as GuardOptions;
  const extractors = readExtractors(from);
  if (!['required', 'optional'].includes(credentials))
    throw new InvalidOptionError('credentials', 'pass "required" or "optional".');
  if (csrf === undefined && extractors.some(({ source }) => source === 'cookie')) {
    throw new InvalidOptionError(
      'csrf',
      'a cookie is sent by other sites too: pass { origins: ["https://app.example.com"] }, the origins of your own pages.',
    );
  }
  return Object.freeze({
    verifier: readVerifier<Claims>(own),
    extractors,
    credentials,
    csrf: csrf === undefined ? undefined : createCsrfProtection(csrf),
    realm: readRealm(realm),
  });
}

function readExtractors(from: unknown): readonly TokenExtractor[] {
  const extractors: readonly unknown[] = Array.isArray(from) ? from : [from];
  if (extractors.length === 0 || !extractors.every(isExtractor)) {
    throw new InvalidOptionError(
      'from',
      'pass where tokens may stand: [fromAuthorizationHeader(), fromCookie("__Host-access_token")].',
    );
  }
  return Object.freeze([...extractors]);
}

function isExtractor(value: unknown): value is TokenExtractor {
  return (
    isObject(value) &&
    typeof value['extract'] === 'function' &&
    (value['source'] === 'header' || value['source'] === 'cookie')
  );
}

function readVerifier<Claims>(own: Readonly<Record<string, unknown>>): JwtVerifier<Claims> {
  const options = Object.fromEntries(
    verifierOptionNames.filter((name) => name in own).map((name) => [name, own[name]]),
  );
  const { verifier } = own;
  if (verifier === undefined) return createJwtVerifier(options as unknown as JwtVerifierOptions<Claims>);
  const beside = verifierOptionNames.find((name) => own[name] !== undefined);
  if (beside !== undefined)
    throw new InvalidOptionError(beside, 'belongs to the verifier: pass it to createJwtVerifier().');
  if (!isObject(verifier) || typeof verifier['verify'] !== 'function' || typeof verifier['emit'] !== 'function')
    throw new InvalidOptionError('verifier', 'pass what createJwtVerifier() made.');
  return verifier as unknown as JwtVerifier<Claims>;
}

/** A realm stands in a quoted string of a header. */
function readRealm(realm: unknown): string {
  if (typeof realm === 'string' && /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/.test(realm)) return realm;
  throw new InvalidOptionError('realm', 'pass printable ASCII without quotes and backslashes.');
}
