import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { createJwtVerifier } from '@jwt-guard/core';
import type { Jwk, JwtVerifier, JwtVerifierOptions } from '@jwt-guard/core';
import { createLocalJWKSet, jwtVerify } from 'jose';
import type { JWTVerifyGetKey } from 'jose';
import { signerOf } from './signer.js';
import type { Signer } from './signer.js';
import { terms } from './terms.js';

/** One key and the two who verify by it: ours, and jose configured as closely to ours as its options allow. */
export interface Lane {
  readonly name: string;
  /** The algorithm that the key is meant for. */
  readonly algorithm: string;
  readonly kid?: string;
  readonly sign: Signer;
  readonly guard: Pick<JwtVerifier, 'verify'>;
  /** Rejects what jose refuses. */
  readonly oracle: (token: string) => Promise<unknown>;
}

/** A lane, and how many of a hundred tokens travel on it: RSA signs slowly. */
export interface WeightedLane {
  readonly lane: Lane;
  readonly percent: number;
}

/** Makes all lanes with new keys: a secret, keys that stand alone, and a key set. */
export function createLanes(): readonly WeightedLane[] {
  const ed25519 = generateKeyPairSync('ed25519');
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return [
    { lane: secretLane(), percent: 34 },
    { lane: keyLane('EdDSA', ['EdDSA', 'Ed25519'], ed25519), percent: 30 },
    { lane: keyLane('RS256', ['RS256', 'RS384', 'PS256'], rsa), percent: 3 },
    ...keySetLanes(),
  ];
}

type KeyPair = Readonly<Record<'publicKey' | 'privateKey', KeyObject>>;
type KeyOptions = Pick<JwtVerifierOptions & { issuers?: never }, 'secret' | 'publicKey' | 'jwks' | 'algorithms'>;

function secretLane(): Lane {
  const secret = randomBytes(32);
  return {
    name: 'secret',
    algorithm: 'HS256',
    sign: signerOf({ secret }),
    guard: guardBy({ secret }),
    oracle: oracleBy(secret, ['HS256']),
  };
}

function keyLane(
  algorithm: 'EdDSA' | 'RS256',
  algorithms: ('EdDSA' | 'Ed25519' | 'RS256' | 'RS384' | 'PS256')[],
  pair: KeyPair,
): Lane {
  return {
    name: `one ${algorithm} key`,
    algorithm,
    sign: signerOf(pair),
    guard: guardBy({ publicKey: pair.publicKey, algorithms }),
    oracle: oracleBy(pair.publicKey, algorithms),
  };
}

function keySetLanes(): readonly WeightedLane[] {
  const pairs = {
    ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    EdDSA: generateKeyPairSync('ed25519'),
    RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  };
  const keys = Object.entries(pairs).map(([alg, { publicKey }]) => ({
    ...publicKey.export({ format: 'jwk' }),
    alg,
    kid: `${alg}-1`,
  }));
  const algorithms = ['ES256', 'EdDSA', 'RS256'] as const;
  const guard = guardBy({ jwks: { keys: keys as unknown as Jwk[] }, algorithms });
  const oracle = oracleBy(createLocalJWKSet({ keys }), algorithms);
  const percents = { ES256: 20, EdDSA: 10, RS256: 3 };
  return algorithms.map((algorithm) => ({
    lane: {
      name: `key set, ${algorithm}`,
      algorithm,
      kid: `${algorithm}-1`,
      sign: signerOf(pairs[algorithm]),
      guard,
      oracle,
    },
    percent: percents[algorithm],
  }));
}

function guardBy(options: KeyOptions): Lane['guard'] {
  const { issuer, audience, clockTolerance, nowSeconds } = terms;
  return createJwtVerifier({ issuer, audience, clockTolerance, clock: () => nowSeconds * 1_000, ...options });
}

/** jose's `typ` option takes one value and demands it, so it is left out; what we refuse by kind is deliberate. */
function oracleBy(key: Uint8Array | KeyObject | JWTVerifyGetKey, algorithms: readonly string[]): Lane['oracle'] {
  const options = {
    issuer: terms.issuer,
    audience: terms.audience,
    clockTolerance: terms.clockTolerance,
    currentDate: new Date(terms.nowSeconds * 1_000),
    requiredClaims: ['exp', 'iss'],
    algorithms: [...algorithms],
  };
  return typeof key === 'function'
    ? (token) => jwtVerify(token, key, options)
    : (token) => jwtVerify(token, key, options);
}
