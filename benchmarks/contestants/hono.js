import { webcrypto } from 'node:crypto';
import { jwk } from 'hono/jwk';
import { verify, verifyWithJwks } from 'hono/utils/jwt/jwt';

/** Beside the others in the micro suite; over HTTP beside a Hono server without a guard, for it knows no Express. */
export const hono = {
  name: 'hono',
  packages: ['hono', '@hono/node-server'],
  algorithms: ['HS256', 'RS256', 'PS256', 'ES256', 'EdDSA'],
  keysBy: 'the key set at hand; it would fetch it for each request',
  unchecked: 'that `exp` is there',
  verifier: async ({ issuer, audience, algorithm, jwks, secret }) => {
    const verification = { iss: issuer, aud: audience };
    if (secret) {
      const hmac = { name: 'HMAC', hash: 'SHA-256' };
      const key = await webcrypto.subtle.importKey('raw', Buffer.from(secret, 'base64'), hmac, false, ['verify']);
      return (token) => verify(token, key, { alg: algorithm, ...verification });
    }
    const options = { keys: jwks.keys, allowedAlgorithms: [algorithm], verification };
    return (token) => verifyWithJwks(token, options);
  },
  hono: (app, { issuer, audience, algorithm, jwks }) =>
    void app.use(jwk({ keys: jwks.keys, alg: [algorithm], verification: { iss: issuer, aud: audience } })),
};
