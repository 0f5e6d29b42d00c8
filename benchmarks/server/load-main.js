// Load at a fixed rate from a process of its own: started by start-load.js, told by messages what to send, and how fast.
import { once } from 'node:events';
import { openConnections, openLoop } from './open-loop.js';
import { probes } from './probes.js';
import { inTurn } from '../fixture/in-turn.js';
import { quantiles } from './quantiles.js';
import { headersWith } from '../fixture/headers-with.js';

const [{ url, tokens }] = await once(process, 'message');
const pool = openConnections(url);
const nextRequest = inTurn(tokens.map((token) => ({ headers: headersWith(token) })));

process.on('message', async (window) => process.send(await run(window)));
process.once('disconnect', () => process.exit());
process.send({});

async function run(window) {
  probes.begin();
  const answers = await openLoop(pool, nextRequest, window);
  const { processors } = probes.end();
  const statuses = {};
  for (const { status } of answers) statuses[status] = (statuses[status] ?? 0) + 1;
  return {
    sent: answers.length,
    statuses,
    milliseconds: quantiles(answers.map(({ milliseconds }) => milliseconds)),
    lateMs: quantiles(answers.map(({ lateMs }) => lateMs)),
    processors,
  };
}
