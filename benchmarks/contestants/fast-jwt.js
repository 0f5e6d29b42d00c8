import { createVerifier } from 'fast-jwt';
import { middlewareByHand } from './bearer-token.js';

const shared = {
  algorithms: ['HS256', 'RS256', 'PS256', 'ES256', 'EdDSA'],
  keysBy: 'one key at hand; it fetches no key set',
};

export const fastJwt = { ...shared, name: 'fast-jwt', packages: ['fast-jwt'], ...contestant({ cache: false }) };

export const fastJwtCached = { ...shared, name: 'fast-jwt, cache', packages: [], ...contestant({ cache: 20_000 }) };

function contestant({ cache }) {
  const verifier = ({ issuer, audience, algorithm, publicKey, secret }) =>
    createVerifier({
      key: secret ? Buffer.from(secret, 'base64') : publicKey,
      algorithms: [algorithm],
      allowedIss: issuer,
      allowedAud: audience,
      requiredClaims: ['exp'],
      cache,
    });
  return { verifier, express: (app, setting) => void app.use(middlewareByHand(verifier(setting))) };
}
