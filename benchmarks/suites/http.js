import { cached, contestants } from '../contestants/index.js';
import { unguarded } from '../contestants/unguarded.js';
import { createLoad } from '../server/load.js';
import { startServer } from '../server/start-server.js';
import { prove } from '../fixture/prove.js';
import { settingFor } from '../fixture/setting.js';
import { createKeys, createProofs, createTokens } from '../fixture/tokens.js';
import { median } from '../compete.js';

const rounds = 4;
/** A server is slower until its code is compiled, which takes thousands of requests. */
const warmUpMs = 2_500;
export const connections = 32;
const algorithms = ['ES256', 'RS256'];
const manyTokens = 10_000;
const frameworks = ['express', 'nest', 'hono'];

/** Requests over the loopback. Servers each in a process of their own; this process is the load. */
export async function runHttp({ seconds, keyServer, onResult }) {
  const entrants = frameworks.flatMap((framework) =>
    [unguarded, ...contestants]
      .filter((one) => one[framework])
      .map(({ name, file }) => ({ framework, contestant: name, file })),
  );
  // A cache is no help against 10,000 tokens that come once each, which is what "cold" is to show.
  const entrantsOf = (tokenCount) =>
    tokenCount === 1 ? entrants : entrants.filter(({ contestant }) => !cached.some(({ name }) => name === contestant));
  const cells = algorithms.length * (entrantsOf(1).length + entrantsOf(manyTokens).length);
  const roundMs = (1_000 * seconds) / cells / (rounds + 1);
  const groups = [];
  for (const algorithm of algorithms) {
    const keys = createKeys(algorithm);
    const setting = settingFor(keys, keyServer);
    const servers = await startAll(entrants, setting, await createProofs(keys));
    await warmUp(servers, await createTokens(keys, connections));
    for (const tokenCount of [1, manyTokens]) {
      const load = createLoad(await createTokens(keys, tokenCount), { connections, roundMs });
      const competing = servers.filter((one) => entrantsOf(tokenCount).includes(one.entrant));
      groups.push({ algorithm, tokenCount, results: await inTurns(competing, load) });
      onResult(groups.at(-1));
    }
    for (const { server } of servers) server.stop();
  }
  return { rounds, roundMs, connections, groups };
}

async function startAll(entrants, setting, proofs) {
  return Promise.all(
    entrants.map(async (entrant) => {
      const server = await startServer({ ...entrant, setting });
      if (entrant.contestant !== unguarded.name) await prove(nameOf(entrant), acceptedBy(server), proofs);
      return { entrant, server };
    }),
  );
}

function nameOf({ framework, contestant }) {
  return `${contestant} on ${framework}`;
}

/** Whether a token is let through; anything but 200 and 401 is no verdict. */
function acceptedBy({ url }) {
  return async (token) => {
    const { status } = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    if (status !== 200 && status !== 401) throw new Error(`${url} answers ${status}`);
    return status === 200;
  };
}

async function warmUp(servers, tokens) {
  const load = createLoad(tokens, { connections, roundMs: warmUpMs });
  for (const { server } of servers) await load(server);
}

/** The first round only warms up. */
async function inTurns(servers, load) {
  const all = servers.map(() => []);
  for (let round = 0; round <= rounds; round += 1)
    for (const [index, { server }] of servers.entries()) all[index].push(await load(server));
  return servers.map(({ entrant }, index) => {
    const [, ...counted] = all[index];
    const perRound = counted.map(({ perSecond }) => perSecond);
    return {
      ...entrant,
      perRound,
      perSecond: median(perRound),
      cpuMicros: median(counted.map(({ cpuMicros }) => cpuMicros)),
    };
  });
}
