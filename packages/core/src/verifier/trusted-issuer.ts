import type { Binding, ClaimsPolicy } from '../claims/claims-policy.js';
import type { NamesReader } from '../claims/scopes.js';
import { defaultAcceptedTypes, mediaType } from '../claims/token-kind.js';
import { tokenProfiles } from '../claims/token-profiles.js';
import type { TokenProfileRules } from '../claims/token-profiles.js';
import { InvalidOptionError } from '../errors/invalid-option-error.js';
import { nameOfPart, partsOf } from '../keys/combine-keys.js';
import type { KeySource } from '../keys/key-source.js';
import { nonEmptyString, nonEmptyStrings, numberWithin } from '../options/option-checks.js';
import { optionPath, ownOptions } from '../options/own-options.js';
import type { RevocationSettings } from '../revocation/revocation-options.js';
import { asymmetricAlgorithms, isAlgorithm, isSymmetric } from '../signature/algorithms.js';
import type { Algorithm } from '../signature/algorithms.js';
import { createKeySource } from './issuer-keys.js';
import type { KeySourceContext } from './issuer-keys.js';
import type { IssuerOptions, ListedIssuer } from './verifier-options.js';

/** An issuer whose tokens are accepted, with its rules and its keys: they belong to it alone and never cross to another. */
export interface TrustedIssuer {
  readonly issuer: string;
  readonly algorithms: ReadonlySet<string>;
  readonly policy: ClaimsPolicy;
  readonly keys: KeySource;
  readonly scopesFrom: NamesReader | undefined;
  readonly rolesFrom: NamesReader | undefined;
}

/** What the options of an issuer are read in. */
export interface TrustedIssuerContext extends Omit<KeySourceContext, 'algorithms' | 'issuer'> {
  readonly clockTolerance: number;
  readonly revocation?: RevocationSettings | undefined;
}

const day = 86_400;

/**
 * Validates the options of all issuers.
 *
 * @returns the issuers by their exact name; a Map, so that no name is found by inheritance
 * @throws {InvalidOptionError} Naming the option and the remedy; also when one issuer stands twice.
 */
export function createTrustedIssuers(
  listed: readonly ListedIssuer[],
  context: Omit<TrustedIssuerContext, 'path'>,
): ReadonlyMap<string, TrustedIssuer> {
  const issuers = new Map<string, TrustedIssuer>();
  for (const { options, path } of listed) {
    const trusted = createTrustedIssuer(options, { ...context, path });
    if (issuers.has(trusted.issuer))
      throw new InvalidOptionError(
        optionPath(path, 'issuer'),
        'is listed twice; several audiences of one API go into one entry.',
      );
    issuers.set(trusted.issuer, trusted);
  }
  return issuers;
}

/**
 * Validates the options of one issuer.
 *
 * @throws {InvalidOptionError} Naming the option and the remedy.
 */
export function createTrustedIssuer(options: IssuerOptions, context: TrustedIssuerContext): TrustedIssuer {
  const at = (name: string): string => optionPath(context.path, name);
  const issuer = nonEmptyString(
    options.issuer,
    at('issuer'),
    'pass the exact value of the `iss` claim, such as "https://auth.example.com".',
  );
  const algorithms = readAlgorithms(options, at('algorithms'));
  return Object.freeze({
    issuer,
    algorithms: new Set<string>(algorithms),
    policy: readPolicy(options, context),
    keys: createKeySource(options, { ...context, issuer, algorithms }),
    scopesFrom: readNamesReader(options.scopesFrom, at('scopesFrom')),
    rolesFrom: readNamesReader(options.rolesFrom, at('rolesFrom')),
  });
}

/** HS* only with a secret or a source of secrets: a public key must never meet an algorithm that takes it for a secret. */
function readAlgorithms(options: IssuerOptions, option: string): readonly Algorithm[] {
  const { algorithms, keys } = options;
  const kinds = keyKindsOf(options);
  if (algorithms === undefined)
    return [...(kinds.has('public') ? asymmetricAlgorithms : []), ...(kinds.has('secret') ? (['HS256'] as const) : [])];
  const names = nonEmptyStrings(
    algorithms,
    option,
    'list at least one algorithm, or leave it out for the asymmetric ones.',
  );
  const unknown = names.find((name) => !isAlgorithm(name));
  if (unknown !== undefined)
    throw new InvalidOptionError(
      option,
      `there is no algorithm ${JSON.stringify(unknown)}; known are ${asymmetricAlgorithms.join(', ')}, HS256, HS384, HS512.`,
    );
  const listed = names as readonly Algorithm[];
  const areSecrets = keys !== undefined && listed.every(isSymmetric);
  const misfit = areSecrets ? undefined : listed.find((name) => !kinds.has(isSymmetric(name) ? 'secret' : 'public'));
  if (misfit !== undefined) {
    throw new InvalidOptionError(
      option,
      `${misfit} does not go with ${kinds.has('secret') ? '`secret`, which only HS* uses' : 'public keys; HS* needs `secret`, or `keys` and no other algorithm'}.`,
    );
  }
  return listed;
}

/** Combined keys may be of both kinds, since each of them is bound to its algorithm. */
function keyKindsOf({ secret, keys }: IssuerOptions): ReadonlySet<'public' | 'secret'> {
  const names = partsOf(keys)?.map(nameOfPart) ?? [secret === undefined ? 'jwks' : 'secret'];
  return new Set(names.map((name) => (name === 'secret' ? 'secret' : 'public')));
}

function readPolicy(options: IssuerOptions, { path, clockTolerance, revocation }: TrustedIssuerContext): ClaimsPolicy {
  const at = (name: string): string => optionPath(path, name);
  const profile = readProfile(options, at('profile'));
  const seconds = (name: 'maxTokenAge' | 'maxLifetime', value: number | undefined): Partial<ClaimsPolicy> =>
    value === undefined ? {} : { [name]: numberWithin(value, at(name), { min: 1, max: 3_650 * day, unit: 'seconds' }) };
  const binding = readBinding(options.binding, at('binding'));
  return Object.freeze({
    audience: readAudience(options, at('audience')),
    ...(binding && { binding }),
    acceptedTypes: readAcceptedTypes(options, profile, at('acceptedTypes')),
    requiredClaims: [
      ...(profile?.requiredClaims ?? []),
      ...readRequiredClaims(options, at('requiredClaims')),
      ...(revocation?.levels.has('token') === true ? ['jti'] : []),
    ],
    clockTolerance,
    ...seconds('maxTokenAge', options.maxTokenAge),
    ...seconds('maxLifetime', readMaxLifetime({ options, profile, revocation }, at('maxLifetime'))),
  });
}

/** What is revoked is remembered for so long; a token that lived on would come back to life. */
function readMaxLifetime(
  rules: {
    readonly options: IssuerOptions;
    readonly profile: TokenProfileRules | undefined;
    readonly revocation: RevocationSettings | undefined;
  },
  option: string,
): number | undefined {
  const { maxLifetime } = rules.options;
  const longest = rules.revocation?.maxLifetimeSeconds;
  if (maxLifetime === undefined) {
    const limits = [rules.profile?.maxLifetime, longest].filter((limit) => limit !== undefined);
    return limits.length === 0 ? undefined : Math.min(...limits);
  }
  if (longest !== undefined && maxLifetime > longest)
    throw new InvalidOptionError(
      option,
      `the revocation store remembers for ${longest} seconds: pass at most these, or make the store with a longer maxLifetime.`,
    );
  return maxLifetime;
}

function readAudience({ audience, binding }: IssuerOptions, option: string): readonly string[] | null {
  if (audience === null || (audience === undefined && binding !== undefined)) return null;
  return nonEmptyStrings(
    audience,
    option,
    'pass the identifier of this API as it stands in the `aud` claim, or null to accept tokens for any API.',
  );
}

function readBinding(binding: Binding | undefined, option: string): Binding | undefined {
  if (binding === undefined) return undefined;
  const { claim, values } = ownOptions(binding, ['claim', 'values'], option);
  return Object.freeze({
    claim: nonEmptyString(claim, `${option}.claim`, 'name the claim.'),
    values: nonEmptyStrings(values, `${option}.values`, 'list at least one accepted value.'),
  });
}

function readProfile({ profile }: IssuerOptions, option: string): TokenProfileRules | undefined {
  if (profile === undefined) return undefined;
  if (Object.hasOwn(tokenProfiles, profile)) return tokenProfiles[profile];
  throw new InvalidOptionError(option, `pass one of ${Object.keys(tokenProfiles).join(', ')}.`);
}

function readAcceptedTypes(
  { acceptedTypes }: IssuerOptions,
  profile: TokenProfileRules | undefined,
  option: string,
): readonly string[] {
  if (acceptedTypes === undefined) return profile?.acceptedTypes ?? defaultAcceptedTypes;
  return nonEmptyStrings(acceptedTypes, option, 'list at least one media type, such as "at+jwt".').map(mediaType);
}

function readRequiredClaims({ requiredClaims }: IssuerOptions, option: string): readonly string[] {
  return requiredClaims === undefined ? [] : nonEmptyStrings(requiredClaims, option, 'list the names of claims.');
}

function readNamesReader(reader: NamesReader | undefined, option: string): NamesReader | undefined {
  if (reader === undefined || typeof reader === 'function') return reader;
  return nonEmptyString(reader, option, 'pass a claim path such as "realm_access.roles", or a function of the claims.');
}
