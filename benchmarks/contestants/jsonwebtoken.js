import { createPublicKey, createSecretKey } from 'node:crypto';
import jwt from 'jsonwebtoken';

export const jsonwebtoken = {
  name: 'jsonwebtoken',
  packages: ['jsonwebtoken'],
  algorithms: ['HS256', 'RS256', 'PS256', 'ES256'],
  keysBy: 'one key object at hand; it reads no key set',
  unchecked: 'that `exp` is there',
  verifier: ({ issuer, audience, algorithm, publicKey, secret }) => {
    const key = secret ? createSecretKey(secret, 'base64') : createPublicKey(publicKey);
    const options = { issuer, audience, algorithms: [algorithm] };
    return (token) => jwt.verify(token, key, options);
  },
};
