import { algorithmParameters } from '../signature/algorithms.js';
import type { Algorithm } from '../signature/algorithms.js';

/** A key's shape, as far as it tells which algorithms the key could serve. */
export type KeyShape =
  | { readonly kty: 'RSA' }
  | { readonly kty: 'EC'; readonly namedCurve: string }
  | { readonly kty: 'OKP' }
  | { readonly kty: 'oct' };

/**
 * The one algorithm of a key that names none. RSA binds to RS256 unless the allow-list names exactly one other RSA
 * algorithm, EC by its curve, OKP to the first of EdDSA and Ed25519 that is allowed, a secret to HS256 unless the
 * allow-list names exactly one other.
 *
 * @returns undefined where the allow-list has no algorithm for such a key
 */
export function boundAlgorithm(shape: KeyShape, allowed: readonly Algorithm[]): Algorithm | undefined {
  const candidates = allowed.filter((algorithm) => fits(shape, algorithm));
  if (shape.kty === 'RSA') return preferred('RS256', candidates);
  if (shape.kty === 'oct') return preferred('HS256', candidates);
  return candidates[0];
}

function fits(shape: KeyShape, algorithm: Algorithm): boolean {
  const parameters = algorithmParameters(algorithm);
  if (parameters.kty !== shape.kty) return false;
  return parameters.kty !== 'EC' || parameters.namedCurve === (shape as { namedCurve: string }).namedCurve;
}

function preferred(usual: Algorithm, candidates: readonly Algorithm[]): Algorithm | undefined {
  if (candidates.includes(usual)) return usual;
  return candidates.length === 1 ? candidates[0] : undefined;
}
