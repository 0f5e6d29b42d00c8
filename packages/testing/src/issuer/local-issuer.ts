import { randomBytes } from 'node:crypto';

import { InvalidOptionError, ownOptions } from '@jwt-guard/core';
import type { PublicJwkSet, SigningAlgorithm } from '@jwt-guard/issuer';

import type { SigningMaterial } from '../keys/sign-bytes.js';
import { cachedTestKey, createTestKey } from '../keys/test-key.js';
import type { TestKey } from '../keys/test-key.js';
import type { TestAlgorithm } from '../keys/test-algorithm.js';
import { signCompact } from '../tokens/sign-compact.js';
import { tokenContent } from '../tokens/token-content.js';
import type { TokenContent, TokenOptions } from '../tokens/token-options.js';

/** What {@link createLocalIssuer} takes. */
export interface LocalIssuerOptions {
  /** Default `https://issuer.test`. */
  readonly issuer?: string;
  /** Default `https://api.test`. */
  readonly audience?: string;
  /** One published key each; the first signs. Default `['ES256']`. */
  readonly algorithms?: readonly SigningAlgorithm[];
  /** Epoch milliseconds; default `Date.now`. Give the verifier the same one. */
  readonly clock?: () => number;
}

/**
 * An issuer for tests. `createJwtVerifier({ issuer, audience, jwks })` with its members verifies its tokens.
 */
export interface LocalIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly clock: () => number;
  /** The published keys now. */
  readonly jwks: PublicJwkSet;
  /** The key pairs of the published keys now; the first one signs. */
  readonly keys: readonly TestKey[];
  /** Signs HMAC tokens: for verifiers with `secret`. 64 random bytes in hexadecimal; never published. */
  readonly secret: string;
  /** A signed token: a good one, but for what the options say. */
  readonly tokenFor: (options?: TokenOptions) => string;
  /** The same token before it is signed, for `signCompact`. */
  readonly contentFor: (options?: TokenOptions) => TokenContent;
  /** The published key of an algorithm. @throws {TypeError} When there is none. */
  readonly keyFor: (algorithm: SigningAlgorithm) => TestKey;
  /** Publishes a new key, which signs from now on. The others stay published. */
  readonly rotate: (algorithm?: SigningAlgorithm) => TestKey;
  /** Publishes these keys only: what was signed by others must be refused once verifiers know. */
  readonly replaceKeys: (...keys: readonly TestKey[]) => void;
}

/** Creates an issuer without a server. Its keys are made once in a process, so that creating many is cheap. */
export function createLocalIssuer(options: LocalIssuerOptions = {}): LocalIssuer {
  const own = ownOptions(options, ['issuer', 'audience', 'algorithms', 'clock']);
  const {
    issuer = 'https://issuer.test',
    audience = 'https://api.test',
    algorithms = ['ES256'],
    clock = Date.now,
  } = own;
  const secret = randomBytes(64).toString('hex');
  let keys = publishable(algorithms.map((algorithm) => cachedTestKey(algorithm)));

  const keyFor = (algorithm: SigningAlgorithm): TestKey => keyOf(keys, algorithm);
  const signerFor = ({ key, algorithm }: TokenOptions): Signing => {
    if (isSymmetric(algorithm)) return { key: secret, algorithm, kid: undefined };
    const { privateKey, kid, algorithm: bound } = key ?? (algorithm === undefined ? keys[0] : keyFor(algorithm));
    return { key: privateKey, algorithm: algorithm ?? bound, kid };
  };
  const contentFor = (token: TokenOptions, { algorithm, kid }: Signing): TokenContent =>
    tokenContent({ issuer, audience, nowSeconds: Math.floor(clock() / 1_000), alg: algorithm, kid }, token);

  return Object.freeze<LocalIssuer>({
    issuer,
    audience,
    clock,
    secret,
    get keys() {
      return keys;
    },
    get jwks() {
      return { keys: keys.map(({ jwk }) => jwk) };
    },
    keyFor,
    contentFor: (token = {}) => contentFor(token, signerFor(token)),
    tokenFor: (token = {}) => {
      const signing = signerFor(token);
      return signCompact({ ...contentFor(token, signing), ...signing });
    },
    rotate: (algorithm = keys[0].algorithm) => {
      const key = createTestKey(algorithm);
      keys = publishable([key, ...keys]);
      return key;
    },
    replaceKeys: (...replacements) => {
      keys = publishable(replacements);
    },
  });
}

type Keys = readonly [TestKey, ...TestKey[]];

interface Signing {
  readonly key: SigningMaterial;
  readonly algorithm: TestAlgorithm;
  readonly kid: string | undefined;
}

function keyOf(keys: Keys, algorithm: SigningAlgorithm): TestKey {
  const key = keys.find((candidate) => candidate.algorithm === algorithm);
  if (key !== undefined) return key;
  throw new TypeError(`This issuer publishes no ${algorithm} key: create it with algorithms: [..., '${algorithm}'].`);
}

function isSymmetric(algorithm: TestAlgorithm | undefined): algorithm is 'HS256' | 'HS384' | 'HS512' {
  return algorithm?.startsWith('HS') === true;
}

function publishable(keys: readonly TestKey[]): Keys {
  const [first, ...others] = keys;
  if (first === undefined)
    throw new InvalidOptionError('algorithms', 'name at least one algorithm; an issuer needs a key.');
  return Object.freeze<Keys>([first, ...others]);
}
