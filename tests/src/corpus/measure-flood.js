// Prints by how many bytes the heap grows while verifiers see ever new tokens, issuers and kids:
// `node --expose-gc tests/src/corpus/measure-flood.js 50000 [entries of the cache]`, on the built packages.
import { createHmac, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';

import { createJwtVerifier } from '@jwt-guard/core';

const [count = 50_000, maxEntries = 500] = process.argv.slice(2).map(Number);
/** What is bounded is full by then, and the code is compiled. */
const warmUpPart = 0.2;

const issuer = 'https://auth.example.com';
const audience = 'https://api.example.com';
const secret = randomBytes(32);
const jwk = { ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }), kid: 'k1' };
const expiresAt = Math.floor(Date.now() / 1_000) + 3_600;

const answerKeys = () => Promise.resolve(globalThis.Response.json({ keys: [jwk] }));
const floods = {
  tokens: {
    verifier: createJwtVerifier({ issuer, audience, secret, cache: { maxEntries } }),
    token: () => signedToken({ iss: issuer }),
  },
  issuers: {
    verifier: createJwtVerifier({ issuers: () => Promise.resolve(undefined) }),
    token: () => forgedToken({ iss: `https://${randomUUID()}.example` }, 'k1'),
  },
  kids: {
    verifier: createJwtVerifier({ issuer, audience, jwksUri: `${issuer}/jwks.json`, fetch: answerKeys }),
    token: () => forgedToken({ iss: issuer }, randomUUID()),
  },
};

const growth = {};
for (const [name, { verifier, token }] of Object.entries(floods)) {
  await see(verifier, token, count * warmUpPart);
  const before = heapUsed();
  await see(verifier, token, count * (1 - warmUpPart));
  growth[name] = heapUsed() - before;
  verifier.close();
}
console.log(JSON.stringify(growth));

async function see(verifier, token, times) {
  for (let index = 0; index < times; index += 1) await verifier.verify(token()).catch(() => undefined);
}

function signedToken(own) {
  const input = signingInput('HS256', own);
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

function forgedToken(own, kid) {
  return `${signingInput('ES256', own, kid)}.${randomBytes(64).toString('base64url')}`;
}

function signingInput(alg, own, kid) {
  const claims = { aud: audience, sub: 'mallory', jti: randomUUID(), exp: expiresAt, ...own };
  return [{ alg, kid }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
}

function heapUsed() {
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}
