import { constants, createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto';

/**
 * The physical limit: the one-shot of node:crypto alone, on bytes that were taken apart before. It reads no claim and
 * finds no key, so it is no contestant, and accepts what it must not.
 */
export const limits = [
  { name: 'bare, in line', verifier: (setting, tokens) => overAll(tokens, inLine(setting)) },
  { name: 'bare, on the pool', verifier: (setting, tokens) => overAll(tokens, onPool(setting)) },
];

const parameters = {
  RS256: ['sha256', {}],
  PS256: ['sha256', { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }],
  ES256: ['sha256', { dsaEncoding: 'ieee-p1363' }],
  EdDSA: [null, {}],
};

function inLine({ algorithm, publicKey, secret }) {
  if (secret) {
    const key = Buffer.from(secret, 'base64');
    return ({ input, signature }) => timingSafeEqual(createHmac('sha256', key).update(input).digest(), signature);
  }
  const [hash, more] = parameters[algorithm];
  const key = { key: createPublicKey(publicKey), ...more };
  return ({ input, signature }) => verify(hash, input, key, signature);
}

/** Node has no HMAC on the pool. */
function onPool({ algorithm, publicKey, secret }) {
  if (secret) return undefined;
  const [hash, more] = parameters[algorithm];
  const key = { key: createPublicKey(publicKey), ...more };
  return ({ input, signature }) =>
    new Promise((resolve, reject) => {
      verify(hash, input, key, signature, (error, holds) => (error ? reject(error) : resolve(holds)));
    });
}

function overAll(tokens, verifyBytes) {
  if (!verifyBytes) return undefined;
  const apart = new Map(tokens.map((token) => [token, bytesOf(token)]));
  return (token) => verifyBytes(apart.get(token));
}

function bytesOf(token) {
  const at = token.lastIndexOf('.');
  return { input: Buffer.from(token.slice(0, at)), signature: Buffer.from(token.slice(at + 1), 'base64url') };
}
