// Ours beside the peers: runs the suites, then writes docs/benchmarks.md and its charts.
// Usage: npm run bench [-- --only micro|parts|rejected|growth|http|hostile] [--seconds 260] [--no-report]; with --only
// nothing is written.
import './production.js';
import { parseArgs } from 'node:util';
import { startKeyServer } from './fixture/key-server.js';
import { describeMachine } from './report/machine.js';
import { writeReport } from './report/write-report.js';
import { runGrowth } from './suites/growth.js';
import { runHostile } from './suites/hostile.js';
import { runHttp } from './suites/http.js';
import { runMicro } from './suites/micro.js';
import { runParts } from './suites/parts.js';
import { runRejected } from './suites/rejected.js';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    seconds: { type: 'string', default: '260' },
    'no-report': { type: 'boolean', default: false },
  },
});
const suites = {
  micro: { run: runMicro, share: 0.3 },
  parts: { run: runParts, share: 0.02 },
  rejected: { run: runRejected, share: 0.04 },
  growth: { run: runGrowth, share: 0.06 },
  http: { run: runHttp, share: 0.38 },
  hostile: { run: runHostile, share: 0.2 },
};
const chosen = values.only === undefined ? suites : { [values.only]: { ...suites[values.only], share: 1 } };

const results = { machine: describeMachine(), command: commandLine() };
const keyServer = await startKeyServer();
for (const [name, { run, share }] of Object.entries(chosen)) {
  if (!run) throw new Error(`--only takes one of ${Object.keys(suites).join(', ')}`);
  results[name] = await run({ seconds: Number(values.seconds) * share, keyServer, onResult: print });
}
keyServer.stop();
if (values.only === undefined && !values['no-report']) await writeReport(results);

function commandLine() {
  const given = process.argv.slice(2);
  return ['npm run bench', ...(given.length > 0 ? ['--', ...given] : [])].join(' ');
}

/** What is printed while it runs is for whoever waits; the report has the ratios. */
function print({ results: measured, ...group }) {
  console.log(Object.values(group).filter(Boolean).join(' · '));
  const rows = Array.isArray(measured) ? measured.map(namedRow) : Object.entries(measured);
  for (const [name, { perSecond, cpuMicros, text }] of rows)
    console.log(
      `   ${name.padEnd(40)} ${text ?? `${perSecond.toFixed(0).padStart(9)}/s ${cpuMicros.toFixed(1).padStart(8)} µs of CPU`}`,
    );
}

function namedRow(one) {
  return [`${one.contestant} on ${one.framework}`, one];
}
