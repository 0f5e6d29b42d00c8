import type { Binding } from '../claims/binding.js';
import type { NamesReader } from '../claims/scopes.js';
import type { StandardSchema } from '../claims/standard-schema.js';
import type { TokenKind } from '../claims/token-kind.js';
import type { TokenProfile } from '../claims/token-profiles.js';
import { InvalidOptionError } from '../errors/invalid-option-error.js';
import type { TokenReason } from '../errors/reason.js';
import { readExplainOption } from '../explain/explain-option.js';
import type { ExplainOption, ExplainSettings } from '../explain/explain-option.js';
import type { CombinedKeys } from '../keys/combine-keys.js';
import type { Fetch } from '../keys/fetch-document.js';
import type { Jwks } from '../keys/jwk-set.js';
import type { KeySource } from '../keys/key-source.js';
import type { NamedSecret, PublicKeyInput, SecretInput } from '../keys/static-keys.js';
import { aFunction, numberWithin } from '../options/option-checks.js';
import { isObject, ownOptions } from '../options/own-options.js';
import { readRevocationOptions } from '../revocation/revocation-options.js';
import type { RevocationOptions, RevocationSettings } from '../revocation/revocation-options.js';
import type { RevocationStore } from '../revocation/revocation-store.js';
import type { Algorithm } from '../signature/algorithms.js';

/** What operators should know about a provider, by the reason for which its token was refused. */
export type OperatorHints = Readonly<Partial<Record<TokenReason, string>>>;

/** One issuer that is trusted, what its tokens must say, and where its keys come from: at most one of the five sources. */
export interface IssuerOptions {
  /** Compared exactly with the `iss` claim. Without a key source, discovery (RFC 8414, then OpenID Connect) finds the keys. */
  readonly issuer: string;
  /** This API's identifier, or several aliases of it. `null` turns the check off, loudly. May be left out only with a `binding`. */
  readonly audience?: string | readonly string[] | null;
  /** The URL of the key set. */
  readonly jwksUri?: string;
  /** A key set at hand. */
  readonly jwks?: Jwks;
  /** One to four public keys: PEM, JWK or KeyObject. */
  readonly publicKey?: PublicKeyInput | readonly PublicKeyInput[];
  /** One to four secrets, for HS256 (or the one HS algorithm that `algorithms` names), with or without a `kid`. */
  readonly secret?: SecretInput | NamedSecret | readonly (SecretInput | NamedSecret)[];
  /** Your own source of keys; with `algorithms` that are all HS*, of secrets. Or several sources, by `combineKeys()`. */
  readonly keys?: KeySource | CombinedKeys;
  /**
   * Seconds past their time for which fetched keys serve while no newer ones can be had, 0 to 86,400; after that every
   * token is a 503. Default 3,600.
   */
  readonly staleIfError?: number;
  /** Whether discovery may find keys at the issuer's own origin only. Default false: some providers publish them elsewhere. */
  readonly sameOriginKeys?: boolean;
  /** The allow-list. Default: the asymmetric algorithms; with `secret`, HS256 alone; with both in `combineKeys()`, both. */
  readonly algorithms?: readonly Algorithm[];
  /**
   * `id-token` for a provider whose ID token is what an API receives (Google, Firebase), and access tokens are refused instead.
   * Loud, since an ID token tells a client who has signed in; it is no permission to call an API. Default `access-token`.
   */
  readonly tokenKind?: TokenKind;
  /** Accepted values of the `typ` header, as media types. Default: `JWT` (or none) and `at+jwt`; for ID tokens, `JWT` (or none). */
  readonly acceptedTypes?: readonly string[];
  /** `access-token`: RFC 9068 · `strict`: the same with `nbf`, and `maxLifetime` 900. */
  readonly profile?: TokenProfile;
  /** Seconds since `iat`. Default: not limited. */
  readonly maxTokenAge?: number;
  /** Seconds from `iat` to `exp`. Default: not limited; 900 by the profile `strict`; with `revocation` at most the longest lifetime of its store. */
  readonly maxLifetime?: number;
  /** Claims that must be present, beyond `iss` and `exp`. */
  readonly requiredClaims?: readonly string[];
  /** Where the provider binds tokens to this API by another claim than `aud`, or by several: all of them must hold. */
  readonly binding?: Binding | readonly Binding[];
  /** Where scopes stand. Default: `scope`, else `scp`. */
  readonly scopesFrom?: NamesReader;
  /** Where roles stand. Default: `roles`. */
  readonly rolesFrom?: NamesReader;
  /** The claim that names the client. Default: `client_id`, else `azp`. */
  readonly clientIdFrom?: string;
  /** What an operator of this provider should know when a token is refused for a reason. Never on the wire. */
  readonly hints?: OperatorHints;
}

/** Options that hold for all issuers of a verifier. */
export interface SharedVerifierOptions<Claims = unknown> {
  /** Seconds by which clocks may differ, 0 to 300. Default 10. */
  readonly clockTolerance?: number;
  /** A Standard Schema (zod, valibot, arktype): it checks the claims, and types the result. */
  readonly claims?: StandardSchema<Claims>;
  /**
   * Asked of every token after its signature held: a store, or a store and how it is asked. Tokens then need `iat`, and
   * `jti` unless `levels` leaves out `token`; none may live longer than the store remembers. A store that cannot tell is a
   * 503, unless `whenUnknown` says otherwise. Default: nothing is revoked.
   */
  readonly revocation?: RevocationStore | RevocationOptions;
  /**
   * Holds tokens that were verified, `maxEntries` of them, those used last: a request with one of them costs no signature. Time,
   * keys and revocation are asked each time, as without it, and requirements too. A token takes about three times its size.
   * Default: none are held.
   */
  readonly cache?: { readonly maxEntries: number };
  /** Epoch milliseconds. Default `Date.now`. */
  readonly clock?: () => number;
  /**
   * Who gets a readable explanation of each refusal, for the operator and never for the client: `true` prints it by
   * `console.warn`, a function receives it, `false` turns explanations off. Default: printed, unless `NODE_ENV` is
   * `production` or `test`. Listeners of the event `explained` get them in any environment, unless this is `false`.
   */
  readonly explain?: ExplainOption;
  /** Bytes; a longer token is refused unread. Default 16 KiB. */
  readonly maxTokenSize?: number;
  /** Fetches metadata and key sets. Default: the global `fetch`. */
  readonly fetch?: Fetch;
  /** Uniform in [0, 1): spreads refreshes and retries, so that many processes do not ask at once. Default `Math.random`. */
  readonly random?: () => number;
}

/**
 * Finds an issuer while the verifier runs, by the `iss` of a token that nobody has verified yet: look it up by equality,
 * and answer undefined where it is none of yours. The answer must name this very issuer.
 */
export type IssuerResolver = (issuer: string) => IssuerOptions | undefined | Promise<IssuerOptions | undefined>;

/** Options of a verifier: one issuer, a list of them, or a function that finds them. */
export type JwtVerifierOptions<Claims = unknown> =
  | (IssuerOptions & SharedVerifierOptions<Claims> & { readonly issuers?: never })
  | ({ readonly issuers: readonly IssuerOptions[] | IssuerResolver } & SharedVerifierOptions<Claims>);

/** The names of {@link IssuerOptions}. */
export const issuerOptionNames: readonly (keyof IssuerOptions)[] = Object.freeze([
  'issuer',
  'audience',
  'jwksUri',
  'jwks',
  'publicKey',
  'secret',
  'keys',
  'staleIfError',
  'sameOriginKeys',
  'algorithms',
  'tokenKind',
  'acceptedTypes',
  'profile',
  'maxTokenAge',
  'maxLifetime',
  'requiredClaims',
  'binding',
  'scopesFrom',
  'rolesFrom',
  'clientIdFrom',
  'hints',
]);

const sharedOptionNames = [
  'clockTolerance',
  'claims',
  'revocation',
  'cache',
  'clock',
  'explain',
  'maxTokenSize',
  'fetch',
  'random',
] as const satisfies readonly (keyof SharedVerifierOptions)[];

/** The names of {@link JwtVerifierOptions}. */
export const verifierOptionNames: readonly string[] = Object.freeze([
  'issuers',
  ...issuerOptionNames,
  ...sharedOptionNames,
]);

/** Validated options that hold for all issuers. */
export interface SharedSettings<Claims> {
  readonly clockTolerance: number;
  readonly schema: StandardSchema<Claims> | undefined;
  readonly revocation: RevocationSettings | undefined;
  readonly maxCachedTokens: number;
  readonly clock: () => number;
  readonly maxTokenSize: number;
  readonly explain: ExplainSettings;
  readonly fetch: Fetch;
  readonly random: () => number;
}

/** The options of one issuer, with the name it goes by in error messages. */
export interface ListedIssuer {
  readonly options: IssuerOptions;
  readonly path: string;
}

/** Options taken apart: the issuers, or what finds them. */
export interface VerifierSettings<Claims> {
  readonly issuers: readonly ListedIssuer[] | IssuerResolver;
  readonly shared: SharedSettings<Claims>;
}

/**
 * Takes the options of a verifier apart and validates those that all issuers share.
 *
 * @throws {InvalidOptionError} For an unknown name, a value out of range, or options of one issuer beside a list.
 */
export function readVerifierOptions<Claims>(options: JwtVerifierOptions<Claims>): VerifierSettings<Claims> {
  const own = ownOptions(options as unknown as Record<string, unknown>, verifierOptionNames);
  const shared = readShared<Claims>(own);
  if (own['issuers'] === undefined) return { issuers: [{ options: pickIssuerOptions(own), path: 'options' }], shared };
  return { issuers: readIssuers(own), shared };
}

function readIssuers(own: Readonly<Record<string, unknown>>): VerifierSettings<unknown>['issuers'] {
  const misplaced = issuerOptionNames.find((name) => own[name] !== undefined);
  if (misplaced !== undefined) throw new InvalidOptionError(misplaced, 'belongs inside each entry of `issuers`.');
  const issuers = own['issuers'];
  if (typeof issuers === 'function') return issuers as IssuerResolver;
  if (!Array.isArray(issuers) || issuers.length === 0)
    throw new InvalidOptionError(
      'issuers',
      'list at least one { issuer, audience }, or pass a function that finds it.',
    );
  return Array.from(issuers as readonly IssuerOptions[], (options, index) => {
    const path = `issuers[${index}]`;
    return { options: readIssuerOptions(options, path), path };
  });
}

/**
 * A frozen snapshot of the options of one issuer.
 *
 * @throws {InvalidOptionError} When they are none, or name an unknown option.
 */
export function readIssuerOptions(options: IssuerOptions, path: string): IssuerOptions {
  return ownOptions(options, issuerOptionNames, path);
}

function pickIssuerOptions(own: Readonly<Record<string, unknown>>): IssuerOptions {
  const entries = issuerOptionNames.filter((name) => name in own).map((name) => [name, own[name]]);
  return ownOptions(Object.fromEntries(entries) as unknown as IssuerOptions, issuerOptionNames);
}

function readShared<Claims>(own: SharedVerifierOptions<Claims>): SharedSettings<Claims> {
  const { clockTolerance = 10, claims, clock = Date.now, maxTokenSize = 16_384 } = own;
  const { fetch = globalThis.fetch, random = Math.random } = own;
  if (claims !== undefined && !isStandardSchema(claims))
    throw new InvalidOptionError('claims', 'pass a Standard Schema, as zod, valibot and arktype make them.');
  return Object.freeze({
    clockTolerance: numberWithin(clockTolerance, 'clockTolerance', { min: 0, max: 300, unit: 'seconds' }),
    schema: claims,
    revocation: readRevocation(own),
    maxCachedTokens: readCache(own),
    clock: aFunction(clock, 'clock', 'pass a function that answers epoch milliseconds.'),
    explain: readExplainOption(own.explain),
    maxTokenSize: numberWithin(maxTokenSize, 'maxTokenSize', { min: 256, max: 1_048_576, unit: 'bytes' }),
    fetch: aFunction(fetch, 'fetch', 'pass a function like the global fetch.'),
    random: aFunction(random, 'random', 'pass a function like Math.random.'),
  });
}

/** An option that was written down counts: a store that is undefined must not turn revocation off. */
function readRevocation(own: SharedVerifierOptions): RevocationSettings | undefined {
  return 'revocation' in own ? readRevocationOptions(own.revocation) : undefined;
}

/** How many tokens are held; 0 for none. */
function readCache({ cache }: SharedVerifierOptions): number {
  if (cache === undefined) return 0;
  const { maxEntries } = ownOptions(cache, ['maxEntries'], 'cache');
  numberWithin(maxEntries, 'cache.maxEntries', { min: 1, max: 1_000_000, unit: 'tokens' });
  if (!Number.isInteger(maxEntries)) throw new InvalidOptionError('cache.maxEntries', 'pass a whole number.');
  return maxEntries;
}

/** A schema may be a function (arktype's are). */
function isStandardSchema(value: unknown): boolean {
  if (typeof value !== 'function' && !isObject(value)) return false;
  const standard = (value as Partial<StandardSchema>)['~standard'] as unknown;
  return isObject(standard) && typeof standard['validate'] === 'function';
}
