import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { createJwtVerifier } from '@jwt-guard/core';
import type { Jwk, JwtVerifier, JwtVerifierOptions } from '@jwt-guard/core';
import type { JWK } from 'jose';
import { signerOf } from './signer.js';
import type { Signer } from './signer.js';
import { terms } from './terms.js';

/** One key, who signs by it, and our verifier of it. The peers make theirs from the same. */
export interface Lane {
  readonly name: string;
  /** The algorithm that the key is meant for. */
  readonly algorithm: LaneAlgorithm;
  readonly kid?: string;
  /** What a verifier may be told to allow: more than one where the key could serve several. */
  readonly algorithms: readonly LaneAlgorithm[];
  /** The secret, or the public key. */
  readonly key: Buffer | KeyObject;
  /** The key set that the key stands in, for those who read one. */
  readonly keySet?: { readonly keys: readonly JWK[]; readonly algorithms: readonly LaneAlgorithm[] };
  readonly sign: Signer;
  /** Somebody else, who has a key of the same kind. */
  readonly stranger: Stranger;
  readonly guard: Pick<JwtVerifier, 'verify'>;
}

/** Whoever signs by a key that no verifier knows. */
export interface Stranger {
  readonly sign: Signer;
  /** The public key as the JSON text of a JWK; a secret is shown too, as nobody else would. */
  readonly jwk: string;
}

/** What the keys of the lanes can serve. */
export type LaneAlgorithm = SecretAlgorithm | KeyAlgorithm;

type SecretAlgorithm = 'HS256' | 'HS512';
type KeyAlgorithm = 'ES256' | 'ES384' | 'ES512' | 'RS256' | 'RS384' | 'RS512' | 'PS256' | 'EdDSA' | 'Ed25519';

/** A lane, and how many of a hundred tokens travel on it: RSA signs slowly. */
export interface WeightedLane {
  readonly lane: Lane;
  readonly percent: number;
}

/** Makes all lanes with new keys: a secret, keys that stand alone, and a key set. */
export function createLanes(): readonly WeightedLane[] {
  return [
    { lane: secretLane('HS256', 32), percent: 30 },
    { lane: secretLane('HS512', 64), percent: 2 },
    { lane: keyLane(['EdDSA', 'Ed25519'], edPair), percent: 24 },
    { lane: keyLane(['ES256'], ecPair), percent: 8 },
    { lane: keyLane(['ES384'], () => ecPair('P-384')), percent: 1 },
    { lane: keyLane(['ES512'], () => ecPair('P-521')), percent: 1 },
    { lane: keyLane(['RS256', 'RS384', 'PS256'], rsaPair), percent: 2 },
    { lane: keyLane(['RS512'], rsaPair), percent: 1 },
    { lane: keyLane(['PS256'], rsaPair), percent: 3 },
    ...keySetLanes(),
  ];
}

type KeyPair = Readonly<Record<'publicKey' | 'privateKey', KeyObject>>;
type KeyOptions = Pick<
  JwtVerifierOptions & { issuers?: never },
  'secret' | 'publicKey' | 'jwks' | 'algorithms' | 'explain' | 'cache'
>;

function secretLane(algorithm: SecretAlgorithm, bytes: number): Lane {
  const secret = randomBytes(bytes);
  const other = randomBytes(bytes);
  // Whatever a token is, it can be explained.
  const guard = guardBy({ secret, algorithms: [algorithm], explain: () => undefined });
  return {
    name: `a secret for ${algorithm}`,
    algorithm,
    algorithms: [algorithm],
    key: secret,
    sign: signerOf({ secret }),
    stranger: {
      sign: signerOf({ secret: other }),
      jwk: JSON.stringify({ kty: 'oct', k: other.toString('base64url') }),
    },
    guard,
  };
}

function keyLane(algorithms: readonly [KeyAlgorithm, ...KeyAlgorithm[]], makePair: () => KeyPair): Lane {
  const [algorithm] = algorithms;
  const pair = makePair();
  return {
    name: `one ${algorithm} key`,
    algorithm,
    algorithms,
    key: pair.publicKey,
    sign: signerOf(pair),
    stranger: strangerWith(makePair()),
    guard: verifyingTwice(guardBy({ publicKey: pair.publicKey, algorithms, cache: { maxEntries: 1_000 } })),
  };
}

function keySetLanes(): readonly WeightedLane[] {
  const pairs = { ES256: ecPair(), EdDSA: edPair(), RS256: rsaPair(), PS256: rsaPair() };
  const strangers = { ES256: ecPair(), EdDSA: edPair(), RS256: rsaPair(), PS256: rsaPair() };
  const keys = Object.entries(pairs).map(([alg, { publicKey }]) => ({
    ...publicKey.export({ format: 'jwk' }),
    alg,
    kid: `${alg}-1`,
  }));
  const algorithms = ['ES256', 'EdDSA', 'RS256', 'PS256'] as const;
  const guard = guardBy({ jwks: { keys: keys as unknown as Jwk[] }, algorithms });
  const percents = { ES256: 15, EdDSA: 9, RS256: 2, PS256: 2 };
  return algorithms.map((algorithm) => ({
    lane: {
      name: `key set, ${algorithm}`,
      algorithm,
      kid: `${algorithm}-1`,
      algorithms: [algorithm],
      key: pairs[algorithm].publicKey,
      keySet: { keys, algorithms },
      sign: signerOf(pairs[algorithm]),
      stranger: strangerWith(strangers[algorithm]),
      guard,
    },
    percent: percents[algorithm],
  }));
}

function strangerWith(pair: KeyPair): Stranger {
  return { sign: signerOf(pair), jwk: JSON.stringify(pair.publicKey.export({ format: 'jwk' })) };
}

function edPair(): KeyPair {
  return generateKeyPairSync('ed25519');
}

function ecPair(namedCurve = 'P-256'): KeyPair {
  return generateKeyPairSync('ec', { namedCurve });
}

function rsaPair(): KeyPair {
  return generateKeyPairSync('rsa', { modulusLength: 2048 });
}

function guardBy(options: KeyOptions): Lane['guard'] {
  const { issuer, audience, clockTolerance, nowSeconds } = terms;
  const clock = (): number => nowSeconds * 1_000;
  return createJwtVerifier({ issuer, audience, clockTolerance, clock, explain: false, ...options });
}

/** The second answer, which may come from the cache, must be the first one. */
function verifyingTwice(guard: Lane['guard']): Lane['guard'] {
  return {
    verify: async (token) => {
      const [first] = await Promise.allSettled([guard.verify(token)]);
      const [second] = await Promise.allSettled([guard.verify(token)]);
      if (first.status !== second.status) throw new Error('asked again, the verifier said something else');
      if (second.status === 'fulfilled') return second.value;
      throw second.reason;
    },
  };
}
