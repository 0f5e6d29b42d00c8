import type { ClaimsPolicy } from '../claims/claims-policy.js';
import type { NamesReader } from '../claims/scopes.js';
import { InvalidOptionError } from '../errors/invalid-option-error.js';
import { tokenReasons } from '../errors/reason.js';
import { nameOfPart, partsOf } from '../keys/combine-keys.js';
import type { KeySource } from '../keys/key-source.js';
import { nonEmptyString, nonEmptyStrings } from '../options/option-checks.js';
import { optionPath, ownOptions } from '../options/own-options.js';
import { asymmetricAlgorithms, isAlgorithm, isSymmetric } from '../signature/algorithms.js';
import type { Algorithm } from '../signature/algorithms.js';
import { createKeySource } from './issuer-keys.js';
import type { KeySourceContext } from './issuer-keys.js';
import { readClaimsPolicy } from './issuer-policy.js';
import type { ClaimsPolicyContext } from './issuer-policy.js';
import type { IssuerOptions, ListedIssuer, OperatorHints } from './verifier-options.js';

/** An issuer whose tokens are accepted, with its rules and its keys: they belong to it alone and never cross to another. */
export interface TrustedIssuer {
  readonly issuer: string;
  readonly algorithms: ReadonlySet<string>;
  readonly policy: ClaimsPolicy;
  readonly keys: KeySource;
  readonly scopesFrom: NamesReader | undefined;
  readonly rolesFrom: NamesReader | undefined;
  readonly clientIdFrom: string | undefined;
  readonly hints: OperatorHints;
}

/** What the options of an issuer are read in. */
export interface TrustedIssuerContext extends Omit<KeySourceContext, 'algorithms' | 'issuer'>, ClaimsPolicyContext {}

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
    policy: readClaimsPolicy(options, context),
    keys: createKeySource(options, { ...context, issuer, algorithms }),
    scopesFrom: readNamesReader(options.scopesFrom, at('scopesFrom')),
    rolesFrom: readNamesReader(options.rolesFrom, at('rolesFrom')),
    clientIdFrom: readClientIdFrom(options, at('clientIdFrom')),
    hints: readHints(options, at('hints')),
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

function readNamesReader(reader: NamesReader | undefined, option: string): NamesReader | undefined {
  if (reader === undefined || typeof reader === 'function') return reader;
  return nonEmptyString(reader, option, 'pass a claim path such as "realm_access.roles", or a function of the claims.');
}

function readClientIdFrom({ clientIdFrom }: IssuerOptions, option: string): string | undefined {
  return clientIdFrom === undefined ? undefined : nonEmptyString(clientIdFrom, option, 'name the claim.');
}

function readHints({ hints = {} }: IssuerOptions, option: string): OperatorHints {
  const own = ownOptions(hints, tokenReasons, option);
  for (const [reason, hint] of Object.entries(own))
    nonEmptyString(hint, `${option}.${reason}`, 'pass a sentence for operators, or leave it out.');
  return own;
}
