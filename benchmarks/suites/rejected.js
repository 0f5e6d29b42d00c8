import { randomUUID } from 'node:crypto';
import { compete } from '../compete.js';
import { contestants } from '../contestants/index.js';
import { prove } from '../fixture/prove.js';
import { inTurn } from '../fixture/in-turn.js';
import { settingFor } from '../fixture/setting.js';
import { createKeys, createProofs, createTokens, issuer } from '../fixture/tokens.js';
import { measureWorstTokens } from './worst-tokens.js';

const rounds = 7;
const algorithm = 'ES256';
const ofEach = 100;
/** Past the longest token that ours reads. */
const tooLong = 17_000;
const names = ['JWT Guard', 'fast-jwt', 'jose', 'jsonwebtoken'];

/** Tokens that are refused, by how far they come: the stages in the order of what they should cost (A4). */
export async function runRejected({ seconds, keyServer, onResult }) {
  const entrants = names.map((name) => contestants.find((one) => one.name === name));
  const keys = createKeys(algorithm);
  const stages = await tokensByStage(keys);
  const roundMs = (1_000 * seconds) / entrants.length / Object.keys(stages).length / (rounds + 1);
  const proofs = await createProofs(keys);
  const groups = [];
  for (const { name, verifier } of entrants) {
    const verify = await verifier(settingFor(keys, keyServer));
    await prove(name, async (token) => !(await refused(verify, token)), proofs);
    const competing = {};
    for (const [stage, tokens] of Object.entries(stages)) {
      const next = inTurn(tokens);
      // Length alone is no fault to the peers.
      if (await refused(verify, next())) competing[stage] = () => refused(verify, next());
    }
    const results = await compete(competing, { inFlight: 1, rounds, roundMs });
    groups.push({ contestant: name, results });
    onResult({ suite: 'rejected', contestant: name, results });
  }
  return { rounds, roundMs, algorithm, stages: Object.keys(stages), groups, worst: await measureWorstTokens() };
}

async function tokensByStage(keys) {
  const now = Math.floor(Date.now() / 1_000);
  const strangers = createKeys(keys.algorithm);
  const good = await createTokens(keys, ofEach);
  const parts = good.map((token) => token.split('.'));
  const made = (own) => createTokens(keys, ofEach, { own });
  return {
    size: await createTokens(keys, ofEach, { payloadBytes: tooLong }),
    alphabet: parts.map(([header, claims, signature]) => `${header.slice(0, -1)}!.${claims}.${signature}`),
    JSON: parts.map(([header, claims, signature]) => `${header}.${withoutEnd(claims)}.${signature}`),
    issuer: await made(() => ({ iss: `${issuer}/${randomUUID()}` })),
    time: await made(() => ({ iat: now - 7_200, exp: now - 3_600 })),
    key: await createTokens({ ...strangers, kid: randomUUID() }, ofEach),
    signature: await createTokens({ ...strangers, kid: keys.kid }, ofEach),
  };
}

/** The same claims without the brace that ends them. */
function withoutEnd(claims) {
  return Buffer.from(Buffer.from(claims, 'base64url').toString().slice(0, -1)).toString('base64url');
}

async function refused(verify, token) {
  try {
    await verify(token);
    return false;
  } catch {
    return true;
  }
}
