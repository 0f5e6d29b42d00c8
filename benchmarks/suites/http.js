import { bareInLine, bareLookUp, bareOnPool } from '../contestants/bare-guards.js';
import { cached, contestants } from '../contestants/index.js';
import { unguarded } from '../contestants/unguarded.js';
import { createLoad } from '../server/load.js';
import { startServer } from '../server/start-server.js';
import { headersWith } from '../fixture/headers-with.js';
import { prove } from '../fixture/prove.js';
import { settingFor } from '../fixture/setting.js';
import { createKeys, createProofs, createTokens } from '../fixture/tokens.js';
import { median } from '../compete.js';

const rounds = 4;
/** A server is slower until its code is compiled, which takes thousands of requests. */
const warmUpMs = 1_500;
export const connections = 32;
const algorithms = ['ES256', 'RS256'];
const manyTokens = 10_000;
const tokenCounts = [1, manyTokens];
const frameworks = ['express', 'nest', 'hono'];
const limits = [unguarded, bareLookUp, bareInLine, bareOnPool];

/** Requests over the loopback. Servers each in a process of their own; this process is the load. */
export async function runHttp({ seconds, keyServer, onResult }) {
  const entrants = frameworks.flatMap((framework) =>
    [...limits, ...contestants]
      .filter((one) => one[framework])
      .map(({ name, ...one }) => ({ framework, contestant: name, ...pick(one) })),
  );
  const plan = algorithms.map((algorithm) => ({ algorithm, among: entrants.filter(supports(algorithm)) }));
  const cells = plan.flatMap(({ among }) => tokenCounts.flatMap((count) => among.filter(competesFor(count)))).length;
  const roundMs = (1_000 * seconds) / cells / (rounds + 1);
  const groups = [];
  for (const { algorithm, among } of plan) {
    const keys = createKeys(algorithm);
    const setting = settingFor(keys, keyServer);
    const servers = await startAll(among, setting, await createProofs(keys));
    await warmUp(servers, await createTokens(keys, connections));
    for (const tokenCount of tokenCounts) {
      const load = createLoad(await createTokens(keys, tokenCount), { connections, roundMs });
      const competing = servers.filter(({ entrant }) => competesFor(tokenCount)(entrant));
      groups.push({ algorithm, tokenCount, results: await inTurns(competing, load) });
      onResult(groups.at(-1));
    }
    for (const { server } of servers) server.stop();
  }
  return { rounds, roundMs, connections, groups };
}

function pick({ file, algorithms, carriedIn }) {
  return { file, algorithms, carriedIn };
}

/** A limit has no list of algorithms. */
function supports(algorithm) {
  return (one) => one.algorithms?.includes(algorithm) ?? true;
}

/** A cache is no help against 10,000 tokens that come once each, which is what "cold" is to show. */
function competesFor(tokenCount) {
  return ({ contestant }) => {
    const limit = limits.find(({ name }) => name === contestant);
    if (limit !== undefined) return limit.competesFor?.(tokenCount) ?? true;
    return tokenCount === 1 || !cached.some(({ name }) => name === contestant);
  };
}

async function startAll(entrants, setting, proofs) {
  return Promise.all(
    entrants.map(async (entrant) => {
      const server = await startServer({ ...entrant, setting });
      if (!limits.some(({ name }) => name === entrant.contestant))
        await prove(nameOf(entrant), acceptedBy(server, entrant.carriedIn), proofs);
      return { entrant, server };
    }),
  );
}

function nameOf({ framework, contestant }) {
  return `${contestant} on ${framework}`;
}

/** Whether a token is let through; anything but 200 and 401 is no verdict. */
function acceptedBy({ url }, carriedIn) {
  return async (token) => {
    const { status } = await fetch(url, { headers: headersWith(token, carriedIn) });
    if (status !== 200 && status !== 401) throw new Error(`${url} answers ${status}`);
    return status === 200;
  };
}

async function warmUp(servers, tokens) {
  const load = createLoad(tokens, { connections, roundMs: warmUpMs });
  for (const { server, entrant } of servers) await load(server, entrant.carriedIn);
}

/** The first round only warms up. */
async function inTurns(servers, load) {
  const all = servers.map(() => []);
  for (let round = 0; round <= rounds; round += 1)
    for (const [index, { server, entrant }] of servers.entries())
      all[index].push(await load(server, entrant.carriedIn));
  return servers.map(({ entrant }, index) => {
    const [, ...counted] = all[index];
    const perRound = counted.map(({ perSecond }) => perSecond);
    const { framework, contestant } = entrant;
    return {
      framework,
      contestant,
      perRound,
      perSecond: median(perRound),
      cpuMicros: median(counted.map(({ cpuMicros }) => cpuMicros)),
    };
  });
}
