import { createLocalJWKSet, jwtVerify } from 'jose';
import { deliberateRefusals } from '../deliberate.js';
import { terms } from '../terms.js';
import type { Peer } from './peer.js';

/** jose's `typ` option takes one value and demands it, so it is left out; what we refuse by kind is deliberate. */
export const jose: Peer = {
  name: 'jose',
  algorithms: ['HS256', 'HS512', 'ES256', 'ES384', 'ES512', 'RS256', 'RS384', 'RS512', 'PS256', 'EdDSA', 'Ed25519'],
  verifierOf: ({ key, keySet, algorithms }) => {
    const options = {
      issuer: terms.issuer,
      audience: terms.audience,
      clockTolerance: terms.clockTolerance,
      currentDate: new Date(terms.nowSeconds * 1_000),
      requiredClaims: ['exp', 'iss'],
      algorithms: [...(keySet?.algorithms ?? algorithms)],
    };
    if (keySet === undefined) return (token) => jwtVerify(token, key, options);
    const keys = createLocalJWKSet({ keys: [...keySet.keys] });
    return (token) => jwtVerify(token, keys, options);
  },
  falseRefusals: [],
  falseAcceptances: deliberateRefusals,
};
