// `npm run fuzz`: installs what is missing, builds what has changed, and shows seeded tokens to ours and to the peers.
// Usage: npm run fuzz -- [--tokens N] [--seed S] [--only INDEX] [--workers N]; exit status 1 when something is found.
import { spawnSync } from 'node:child_process';
import './ensure-installed.js';

const root = `${import.meta.dirname}/..`;
const build = ['node_modules/typescript/bin/tsc', '-b', 'tests/tsconfig.fuzz.json'];
const { status } = spawnSync(process.execPath, build, { cwd: root, stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);

const { fuzz } = await import('../tests/dist/fuzz/differential/fuzz/fuzz.js');
process.exitCode = (await fuzz(process.argv.slice(2))) ? 0 : 1;
