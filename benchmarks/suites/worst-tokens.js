import { createJwtVerifier } from '@jwt-guard/core';
import { median } from '../compete.js';
import { quantiles } from '../server/quantiles.js';
import { audience, createKeys, createTokens, issuer, signToken } from '../fixture/tokens.js';

const bytes = 8_192;
const [batches, calls] = [9, 300];
const nestedLevels = 30;
/** Of a token, base64url adding a third and the usual claims their part. */
const textPart = 0.68;

/**
 * For how long a token of 8 KiB that is made to be slow holds the event loop (D-26). Signed by HS256, which is verified in
 * line, so that all of the work is in the time.
 *
 * @returns for each kind of token the quantiles of the `milliseconds` of processor time of a call, medians of nine batches: that
 *   others on the machine interrupt it is not the token's fault
 */
export async function measureWorstTokens() {
  const keys = createKeys('HS256');
  const verifier = createJwtVerifier({ issuer, audience, secret: keys.signingKey });
  const results = [];
  for (const [kind, token] of Object.entries(await worstTokens(keys))) {
    const all = [];
    for (let batch = 0; batch < batches; batch += 1) all.push(quantiles(await timesOf(verifier, token)));
    const middle = (name) => median(all.map((one) => one[name]));
    const milliseconds = { median: middle('median'), p99: middle('p99'), max: middle('max') };
    results.push({ kind, tokenBytes: token.length, milliseconds });
  }
  return results;
}

async function timesOf(verifier, token) {
  const milliseconds = [];
  for (let call = 0; call < calls; call += 1) {
    const start = process.cpuUsage();
    await verifier.verify(token).catch(() => undefined);
    const { user, system } = process.cpuUsage(start);
    milliseconds.push((user + system) / 1_000);
  }
  return milliseconds;
}

async function worstTokens(keys) {
  const one = async (own) => (await createTokens(keys, 1, { own }))[0];
  const filled = (part) =>
    Array.from({ length: Math.floor((bytes * textPart) / JSON.stringify(part).length) }, () => part);
  const claims = { iss: issuer, aud: audience, exp: Math.floor(Date.now() / 1_000) + 3_600 };
  const tooDeep = (bytes * textPart) / 2;
  return {
    'lists, 30 deep': await one({ lists: filled(nested(nestedLevels)) }),
    'many members': await one(
      Object.fromEntries(filled('m00000').map((name, number) => [`${name.charAt(0)}${number}`, 0])),
    ),
    'escaped text': await signToken(keys, { ...claims, text: '\u0001'.repeat((bytes * textPart) / 6) }),
    'lists, too deep': await one({ lists: nested(tooDeep) }),
  };
}

function nested(levels) {
  let list = [];
  for (let level = 1; level < levels; level += 1) list = [list];
  return list;
}
