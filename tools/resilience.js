// `npm run resilience`: installs what is missing, builds what has changed, and plays every fault of an identity provider.
import { spawnSync } from 'node:child_process';
import './ensure-installed.js';

process.chdir(`${import.meta.dirname}/..`);

const build = ['node_modules/typescript/bin/tsc', '-b', 'tests/tsconfig.resilience.json'];
const { status } = spawnSync(process.execPath, build, { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);

const { printReport } = await import('../tests/dist/resilience/print-report.js');
await printReport();
