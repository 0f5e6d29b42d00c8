import { InvalidOptionError } from '../errors/invalid-option-error.js';
import { nonEmptyStrings } from '../options/option-checks.js';
import { ownOptions } from '../options/own-options.js';
import type { IssuerOptions, OperatorHints } from '../verifier/verifier-options.js';

/** Which user pool it is, and which of its app clients may call this API. */
export interface CognitoOptions {
  /** `eu-west-1_a1B2c3D4e`: it says the region. */
  readonly userPoolId: string;
  /** The app clients whose tokens are accepted. */
  readonly clientId: string | readonly string[];
  /** Checked against the pool's. */
  readonly region?: string;
}

/**
 * Access tokens by a user pool of Amazon Cognito. They have no `aud`, unless the client asked for a resource: `client_id` and
 * `token_use` bind them, both. With resource binding add the audience: `{ ...cognito(…), audience: 'https://api.example.com' }`.
 *
 * @throws {InvalidOptionError} Naming the option and the remedy.
 * @see {@link https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html Access tokens}
 */
export function cognito(options: CognitoOptions): IssuerOptions {
  const own = ownOptions(options, ['userPoolId', 'clientId', 'region'], 'cognito');
  const region = regionOf(own.userPoolId);
  if ('region' in own && own.region !== region)
    throw new InvalidOptionError('cognito.region', `the pool is in ${region}: pass that, or leave it out.`);
  const issuer = `https://cognito-idp.${region}.amazonaws.com/${own.userPoolId}`;
  return Object.freeze<IssuerOptions>({
    issuer,
    jwksUri: `${issuer}/.well-known/jwks.json`,
    algorithms: ['RS256'],
    binding: [
      {
        claim: 'client_id',
        values: nonEmptyStrings(own.clientId, 'cognito.clientId', 'list the IDs of the app clients.'),
      },
      { claim: 'token_use', values: ['access'] },
    ],
    clientIdFrom: 'client_id',
    scopesFrom: 'scope',
    rolesFrom: 'cognito:groups',
    hints,
  });
}

function regionOf(userPoolId: unknown): string {
  const region = typeof userPoolId === 'string' ? /^([a-z]{2}(?:-[a-z]+)+-\d)_\w+$/.exec(userPoolId)?.[1] : undefined;
  if (region === undefined)
    throw new InvalidOptionError('cognito.userPoolId', 'pass the ID of the pool, such as "eu-west-1_a1B2c3D4e".');
  return region;
}

const hints: OperatorHints = Object.freeze({
  type_mismatch: 'token_use is not "access": send the access token, not the ID token.',
  claim_missing: 'Access tokens of Cognito have client_id and token_use; an ID token has no client_id.',
  claim_mismatch: 'The token was issued to another app client of this pool: list its ID in `clientId`.',
});
