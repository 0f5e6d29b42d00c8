import type { Binding } from '../claims/binding.js';
import type { ClaimsPolicy } from '../claims/claims-policy.js';
import { defaultAcceptedTypes, mediaType } from '../claims/token-kind.js';
import type { TokenKind } from '../claims/token-kind.js';
import { tokenProfiles } from '../claims/token-profiles.js';
import type { TokenProfileRules } from '../claims/token-profiles.js';
import { InvalidOptionError } from '../errors/invalid-option-error.js';
import { nonEmptyString, nonEmptyStrings, numberWithin } from '../options/option-checks.js';
import { optionPath, ownOptions } from '../options/own-options.js';
import type { RevocationSettings } from '../revocation/revocation-options.js';
import type { IssuerOptions } from './verifier-options.js';

/** What the rules for claims are read in. */
export interface ClaimsPolicyContext {
  /** Where the issuer's options stand, for error messages. */
  readonly path: string;
  readonly clockTolerance: number;
  readonly revocation?: RevocationSettings | undefined;
}

const day = 86_400;

/**
 * Validates what the tokens of one issuer must say.
 *
 * @throws {InvalidOptionError} Naming the option and the remedy.
 */
export function readClaimsPolicy(
  options: IssuerOptions,
  { path, clockTolerance, revocation }: ClaimsPolicyContext,
): ClaimsPolicy {
  const at = (name: string): string => optionPath(path, name);
  const profile = readProfile(options, at('profile'));
  const seconds = (name: 'maxTokenAge' | 'maxLifetime', value: number | undefined): Partial<ClaimsPolicy> =>
    value === undefined ? {} : { [name]: numberWithin(value, at(name), { min: 1, max: 3_650 * day, unit: 'seconds' }) };
  const bindings = readBindings(options, at('binding'));
  const tokenKind = readTokenKind(options, at('tokenKind'));
  return Object.freeze({
    audience: readAudience(options, bindings, at('audience')),
    bindings,
    tokenKind,
    acceptedTypes: readAcceptedTypes(
      options,
      profile?.acceptedTypes ?? defaultAcceptedTypes[tokenKind],
      at('acceptedTypes'),
    ),
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

function readAudience(
  { audience }: IssuerOptions,
  bindings: readonly Binding[],
  option: string,
): readonly string[] | null {
  const isBound = bindings.some(({ whenAbsent }) => whenAbsent !== 'accept');
  if (audience === null || (audience === undefined && isBound)) return null;
  return nonEmptyStrings(
    audience,
    option,
    'pass the identifier of this API as it stands in the `aud` claim, or null to accept tokens for any API.',
  );
}

function readBindings({ binding }: IssuerOptions, option: string): readonly Binding[] {
  if (binding === undefined) return [];
  if (!Array.isArray(binding)) return Object.freeze([readBinding(binding as Binding, option)]);
  if (binding.length === 0) throw new InvalidOptionError(option, 'list at least one binding, or leave it out.');
  return Object.freeze(Array.from(binding as readonly Binding[], (one, at) => readBinding(one, `${option}[${at}]`)));
}

function readBinding(binding: Binding, option: string): Binding {
  const { claim, values, whenAbsent = 'reject' } = ownOptions(binding, ['claim', 'values', 'whenAbsent'], option);
  if (!['reject', 'accept'].includes(whenAbsent))
    throw new InvalidOptionError(`${option}.whenAbsent`, "pass 'reject' or 'accept'.");
  return Object.freeze({
    claim: nonEmptyString(claim, `${option}.claim`, 'name the claim.'),
    values: nonEmptyStrings(values, `${option}.values`, 'list at least one accepted value.'),
    whenAbsent,
  });
}

/** A profile describes access tokens. */
function readTokenKind({ tokenKind = 'access-token', profile }: IssuerOptions, option: string): TokenKind {
  if (!Object.hasOwn(defaultAcceptedTypes, tokenKind))
    throw new InvalidOptionError(option, `pass one of ${Object.keys(defaultAcceptedTypes).join(', ')}.`);
  if (tokenKind !== 'access-token' && profile !== undefined)
    throw new InvalidOptionError(option, 'leave it out, or `profile`: the profiles are for access tokens.');
  return tokenKind;
}

function readProfile({ profile }: IssuerOptions, option: string): TokenProfileRules | undefined {
  if (profile === undefined) return undefined;
  if (Object.hasOwn(tokenProfiles, profile)) return tokenProfiles[profile];
  throw new InvalidOptionError(option, `pass one of ${Object.keys(tokenProfiles).join(', ')}.`);
}

function readAcceptedTypes(
  { acceptedTypes }: IssuerOptions,
  byDefault: readonly string[],
  option: string,
): readonly string[] {
  if (acceptedTypes === undefined) return byDefault;
  return nonEmptyStrings(acceptedTypes, option, 'list at least one media type, such as "at+jwt".').map(mediaType);
}

function readRequiredClaims({ requiredClaims }: IssuerOptions, option: string): readonly string[] {
  return requiredClaims === undefined ? [] : nonEmptyStrings(requiredClaims, option, 'list the names of claims.');
}
