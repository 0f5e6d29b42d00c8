// Verifications per second: ours, jose's, and the bare one-shot of node:crypto that no verifier can beat, taking turns in one run.
// Usage: npm run build && npm --prefix benchmarks ci && node benchmarks/micro.js [rounds] [milliseconds a round]
import { createHmac, generateKeyPairSync, randomBytes, timingSafeEqual, verify } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { createJwtVerifier } from '../packages/core/dist/index.js';
import { compete } from './compete.js';

const [rounds = 9, roundMs = 250] = process.argv.slice(2).map(Number);
const [issuer, audience] = ['https://auth.example.com', 'https://api.example.com'];

const pairs = {
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  EdDSA: generateKeyPairSync('ed25519'),
};

for (const algorithm of [...Object.keys(pairs), 'HS256']) {
  const contestants = await contestantsFor(algorithm);
  for (const inFlight of [1, 64]) print(algorithm, inFlight, await compete(contestants, { inFlight, rounds, roundMs }));
}

async function contestantsFor(algorithm) {
  const { publicKey, privateKey } = pairs[algorithm] ?? {};
  const secret = randomBytes(32);
  const token = await new SignJWT({ scope: 'read write', client_id: 'web' })
    .setProtectedHeader({ alg: algorithm, typ: 'at+jwt' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject('alice')
    .setIssuedAt()
    .setExpirationTime('1h')
    .setJti('6b1f0a52')
    .sign(privateKey ?? secret);
  const verifier = createJwtVerifier({ issuer, audience, ...(publicKey ? { publicKey } : { secret }) });
  const options = { issuer, audience, algorithms: [algorithm], requiredClaims: ['exp'] };
  return {
    ours: () => verifier.verify(token),
    jose: () => jwtVerify(token, publicKey ?? secret, options),
    bare: bareVerify(algorithm, token, publicKey ?? secret),
  };
}

/** In line for RSA and HMAC, on the thread pool for elliptic curves: where each is fastest. */
function bareVerify(algorithm, token, key) {
  const at = token.lastIndexOf('.');
  const [input, signature] = [Buffer.from(token.slice(0, at)), Buffer.from(token.slice(at + 1), 'base64url')];
  if (algorithm === 'HS256')
    return async () => timingSafeEqual(createHmac('sha256', key).update(input).digest(), signature);
  if (algorithm === 'RS256') return async () => verify('sha256', input, key, signature);
  const hash = algorithm === 'EdDSA' ? null : 'sha256';
  return () =>
    new Promise((resolve, reject) => {
      verify(hash, input, { key, dsaEncoding: 'ieee-p1363' }, signature, (error, holds) =>
        error ? reject(error) : resolve(holds),
      );
    });
}

function print(algorithm, inFlight, { ours, jose, bare }) {
  const rate = ({ perSecond }) => `${(perSecond / 1_000).toFixed(1).padStart(6)} k/s`;
  const ratio = (other) => (ours.perSecond / other.perSecond).toFixed(2);
  console.log(
    `${algorithm}  ${String(inFlight).padStart(2)} in flight   ours ${rate(ours)}   jose ${rate(jose)}   bare ${rate(bare)}` +
      `   ours/jose ${ratio(jose)}   ours/bare ${ratio(bare)}`,
  );
}
