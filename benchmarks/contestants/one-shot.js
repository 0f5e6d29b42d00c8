import { constants, createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto';

/** The one-shot of node:crypto alone: what no verifier can do without. */

const parameters = {
  RS256: ['sha256', {}],
  PS256: ['sha256', { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }],
  ES256: ['sha256', { dsaEncoding: 'ieee-p1363' }],
  EdDSA: [null, {}],
};

/** A function that tells whether a signature holds, on the main thread. */
export function inLine({ algorithm, publicKey, secret }) {
  if (secret) {
    const key = Buffer.from(secret, 'base64');
    return ({ input, signature }) => timingSafeEqual(createHmac('sha256', key).update(input).digest(), signature);
  }
  const [hash, more] = parameters[algorithm];
  const key = { key: createPublicKey(publicKey), ...more };
  return ({ input, signature }) => verify(hash, input, key, signature);
}

/** A function that promises whether a signature holds, from the thread pool. Node has no HMAC there. */
export function onPool({ algorithm, publicKey, secret }) {
  if (secret) return undefined;
  const [hash, more] = parameters[algorithm];
  const key = { key: createPublicKey(publicKey), ...more };
  return ({ input, signature }) =>
    new Promise((resolve, reject) => {
      verify(hash, input, key, signature, (error, holds) => (error ? reject(error) : resolve(holds)));
    });
}

/** What the one-shot is given. */
export function bytesOf(token) {
  const at = token.lastIndexOf('.');
  return { input: Buffer.from(token.slice(0, at)), signature: Buffer.from(token.slice(at + 1), 'base64url') };
}
