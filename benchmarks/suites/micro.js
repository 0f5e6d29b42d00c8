import { compete } from '../compete.js';
import { limits } from '../contestants/bare.js';
import { cached, contestants } from '../contestants/index.js';
import { inTurn } from '../fixture/in-turn.js';
import { prove } from '../fixture/prove.js';
import { settingFor } from '../fixture/setting.js';
import { algorithmNames, createKeys, createProofs, createTokens } from '../fixture/tokens.js';

const rounds = 7;
/** Enough that no part of a library could know a token again, few enough to be signed in a second. */
const differentTokens = 500;

const cold = contestants.filter(({ verifier }) => verifier).filter((one) => !cached.includes(one));
const held = cached.filter(({ verifier }) => verifier);
const taking = (...names) => cold.filter(({ name }) => names.includes(name));

/** Calls of the verifiers in this process. Each group of contestants takes turns in rounds. */
export async function runMicro({ seconds, keyServer, onResult }) {
  const groups = plan();
  const cells = groups.reduce((sum, { algorithm, among }) => sum + among.filter(supports(algorithm)).length, 0);
  const roundMs = (1_000 * seconds) / cells / (rounds + 1);
  const measured = [];
  for (const group of groups) {
    const results = await runGroup(group, { keyServer, roundMs });
    measured.push({ ...group, among: undefined, results });
    onResult(measured.at(-1));
  }
  return { rounds, roundMs, groups: measured };
}

function plan() {
  const inFlights = [1, 64];
  const coldGroups = algorithmNames.flatMap((algorithm) =>
    inFlights.map((inFlight) => ({ topic: 'cold', algorithm, inFlight, among: [...cold, ...limits] })),
  );
  const sameToken = algorithmNames.map((algorithm) => ({ topic: 'same token', algorithm, inFlight: 1, among: held }));
  const readingSets = taking('JWT Guard', 'jose', 'aws-jwt-verify', 'hono');
  const keySets = ['RS256', 'ES256'].flatMap((algorithm) =>
    [1, 100].map((keys) => ({ topic: 'key set', algorithm, inFlight: 64, keys, among: readingSets })),
  );
  const usual = taking('JWT Guard', 'jose', 'fast-jwt', 'jsonwebtoken');
  const sizes = ['HS256', 'ES256'].flatMap((algorithm) =>
    [300, 1_024, 4_096].map((payloadBytes) => ({
      ...{ topic: 'claims', algorithm, inFlight: 64, payloadBytes, among: usual },
    })),
  );
  return [...coldGroups, ...sameToken, ...keySets, ...sizes];
}

/** The bare limits have no list of algorithms: what one of them cannot do shows when it is made. */
function supports(algorithm) {
  return ({ algorithms }) => algorithms?.includes(algorithm) ?? true;
}

async function runGroup({ topic, algorithm, inFlight, keys = 1, payloadBytes, among }, { keyServer, roundMs }) {
  const keySet = createKeys(algorithm, keys);
  const tokens = await createTokens(keySet, topic === 'same token' ? 1 : differentTokens, { payloadBytes });
  const proofs = await createProofs(keySet);
  const setting = settingFor(keySet, keyServer);
  const competing = {};
  for (const { name, verifier, algorithms } of among.filter(supports(algorithm))) {
    const verify = await verifier(setting, tokens);
    if (!verify) continue;
    if (algorithms) await prove(name, (token) => acceptedBy(verify, token), proofs);
    const next = inTurn(tokens);
    competing[name] = () => verify(next());
  }
  return compete(competing, { inFlight, rounds, roundMs });
}

async function acceptedBy(verify, token) {
  try {
    return Boolean(await verify(token));
  } catch {
    return false;
  }
}
