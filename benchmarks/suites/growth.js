import { createJwtVerifier, MemoryRevocationStore } from '@jwt-guard/core';
import { compete } from '../compete.js';
import { inTurn } from '../fixture/in-turn.js';
import { audience, createKeys, createTokens, issuer } from '../fixture/tokens.js';

const rounds = 7;
const differentTokens = 500;
/** A signature that costs little beside what grows, and one that needs a key of a set. */
const [cheap, inSets] = ['HS256', 'RS256'];
const kib = 1_024;

/** What a verification costs, one at a time, against the number of each thing that can be many. The points of a curve take turns. */
export async function runGrowth({ seconds, onResult }) {
  const points = curves.reduce((sum, { values }) => sum + values.length, 0);
  const roundMs = (1_000 * seconds) / points / (rounds + 1);
  const measured = [];
  for (const { values, make, ...curve } of curves) {
    const competing = {};
    for (const value of values) competing[value] = await make(value);
    const results = await compete(competing, { inFlight: 1, rounds, roundMs });
    measured.push({ ...curve, points: values.map((value) => ({ value, ...results[value] })) });
    onResult({ suite: 'growth', curve: curve.name, results });
    globalThis.gc?.();
  }
  return { rounds, roundMs, curves: measured };
}

const curves = [
  { name: 'keys in the set', algorithm: inSets, values: [1, 10, 100], make: amongKeys },
  { name: 'issuers', algorithm: inSets, values: [1, 10, 100, 1_000], make: amongIssuers },
  { name: 'cached tokens', algorithm: cheap, values: [100, 1_000, 10_000, 100_000], make: amongCached },
  { name: 'revoked tokens', algorithm: cheap, values: [0, 1_000, 100_000, 1_000_000], make: amongRevoked },
  {
    ...{ name: 'bytes of claims, one long text', algorithm: cheap, bytes: true },
    ...{ values: [0.3, 1, 4, 8, 15].map(bytes), make: ofLength },
  },
  {
    ...{ name: 'bytes of claims, many members', algorithm: cheap, bytes: true },
    ...{ values: [0.3, 1, 4, 8, 15].map(bytes), make: ofMembers },
  },
];

async function amongKeys(count) {
  const keys = createKeys(inSets, count);
  return verifying({ jwks: keys.jwks }, await createTokens(keys, differentTokens));
}

/** Each with the same key, which costs a verifier no less; the tokens are of all of them in turn. */
async function amongIssuers(count) {
  const keys = createKeys(inSets);
  const names = Array.from({ length: count }, (_, number) => `https://auth-${number}.example.com`);
  const issuers = names.map((name) => ({ issuer: name, audience, algorithms: [inSets], jwks: keys.jwks }));
  const verifier = createJwtVerifier({ issuers });
  const own = (number) => ({ iss: names[(number * 7) % count] });
  return calling(verifier, await createTokens(keys, differentTokens, { own }));
}

/** All of them are held, and come in turn: the one that was not used for the longest time is the next. */
async function amongCached(count) {
  const keys = createKeys(cheap);
  const tokens = await createTokens(keys, count);
  const verifier = verifierOf({ secret: keys.signingKey, cache: { maxEntries: count } });
  for (const token of tokens) await verifier.verify(token);
  return calling(verifier, tokens);
}

async function amongRevoked(count) {
  const keys = createKeys(cheap);
  const store = new MemoryRevocationStore({ maxEntries: Math.max(1, count) });
  const expiresAt = Math.floor(Date.now() / 1_000) + 3_600;
  for (let number = 0; number < count; number += 1)
    await store.revokeToken({ issuer, jti: `revoked-${number}`, expiresAt });
  return verifying({ secret: keys.signingKey, revocation: store }, await createTokens(keys, differentTokens));
}

async function ofLength(payloadBytes) {
  const keys = createKeys(cheap);
  const tokens = await createTokens(keys, differentTokens, { payloadBytes });
  return verifying({ secret: keys.signingKey, maxTokenSize: 64 * kib }, tokens);
}

/** A list of names such as permissions, which costs more to check than one text of the same length. */
async function ofMembers(payloadBytes) {
  const keys = createKeys(cheap);
  const [bare] = await createTokens(keys, 1, { own: { permissions: [] } });
  const bareBytes = Buffer.from(bare.split('.')[1], 'base64url').length;
  const permission = 'read:document:0000';
  const count = Math.max(0, Math.round((payloadBytes - bareBytes) / (permission.length + 3)));
  const permissions = Array.from({ length: count }, (_, number) => `read:document:${1_000 + number}`);
  const tokens = await createTokens(keys, differentTokens, { own: { permissions } });
  return verifying({ secret: keys.signingKey, maxTokenSize: 64 * kib }, tokens);
}

function verifying(options, tokens) {
  return calling(verifierOf(options), tokens);
}

function verifierOf(options) {
  const algorithms = options.secret ? undefined : { algorithms: [inSets] };
  return createJwtVerifier({ issuer, audience, ...algorithms, ...options });
}

async function calling(verifier, tokens) {
  await verifier.verify(tokens[0]);
  const next = inTurn(tokens);
  return () => verifier.verify(next());
}

function bytes(kibibytes) {
  return Math.round(kibibytes * kib);
}
