import { JwtVerifier } from 'aws-jwt-verify';
import { middlewareByHand } from './bearer-token.js';

export const awsJwtVerify = {
  name: 'aws-jwt-verify',
  packages: ['aws-jwt-verify'],
  algorithms: ['RS256', 'ES256', 'EdDSA'],
  keysBy: 'the key set at hand; it fetches by https alone',
  unchecked: 'that `exp` is there; a list of algorithms (it takes that of the key)',
  verifier,
  express: (app, setting) => void app.use(middlewareByHand(verifier(setting))),
};

function verifier({ issuer, audience, jwks }) {
  const one = JwtVerifier.create({ issuer, audience, jwksUri: `${issuer}/jwks.json` });
  one.cacheJwks(jwks);
  return (token) => one.verify(token);
}
