import { createVerifier } from 'fast-jwt';
import { terms } from '../terms.js';
import { deliberateRefusalsBut, lenient } from './lenient.js';
import type { Peer } from './peer.js';

const supported = ['HS256', 'HS512', 'ES256', 'ES384', 'ES512', 'RS256', 'RS384', 'RS512', 'PS256', 'EdDSA'] as const;

/** It reads no key set: of a set it is given the one key that signs. Its times are milliseconds. */
export const fastJwt: Peer = {
  name: 'fast-jwt',
  algorithms: supported,
  verifierOf: ({ key, algorithms }) =>
    createVerifier({
      key: Buffer.isBuffer(key) ? key : key.export({ type: 'spki', format: 'pem' }),
      algorithms: algorithms.filter((name): name is (typeof supported)[number] => supported.includes(name as never)),
      allowedIss: terms.issuer,
      allowedAud: terms.audience,
      requiredClaims: ['exp', 'iss', 'aud'],
      clockTolerance: terms.clockTolerance * 1_000,
      clockTimestamp: terms.nowSeconds * 1_000,
    }),
  falseRefusals: [],
  falseAcceptances: [
    ...deliberateRefusalsBut('byte order mark', 'audiences that are no strings'),
    ...lenient,
    {
      name: 'the very second of exp',
      because: 'RFC 7519 §4.1.4: a token must not be accepted on or after its exp.',
      refusedAs: ['expired'],
      applies: ({ claims: { members } }) => members['exp'] === terms.nowSeconds - terms.clockTolerance,
    },
  ],
};
