import { createRemoteJWKSet, jwtVerify } from 'jose';
import { middlewareByHand } from './bearer-token.js';

export const jose = {
  name: 'jose',
  packages: ['jose'],
  algorithms: ['HS256', 'RS256', 'PS256', 'ES256', 'EdDSA'],
  keysBy: 'fetched from the key set',
  verifier,
  express: (app, setting) => void app.use(middlewareByHand(verifier(setting))),
};

function verifier({ issuer, audience, algorithm, jwksUri, secret }) {
  const keys = secret ? Buffer.from(secret, 'base64') : createRemoteJWKSet(new URL(jwksUri));
  const options = { issuer, audience, algorithms: [algorithm], requiredClaims: ['exp'] };
  return (token) => jwtVerify(token, keys, options);
}
