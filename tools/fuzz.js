// `npm run fuzz`: installs what is missing, builds what has changed, and shows seeded tokens to ours and to the peers.
// Usage: npm run fuzz -- [--tokens N] [--seed S] [--only INDEX] [--workers N]; exit status 1 when something is
// found, 2 for options that cannot be used.
import { spawnSync } from 'node:child_process';
import './ensure-installed.js';

const root = `${import.meta.dirname}/..`;
const build = ['node_modules/typescript/bin/tsc', '-b', 'tests/tsconfig.fuzz.json'];
const { status } = spawnSync(process.execPath, build, { cwd: root, stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);

const built = '../tests/dist/fuzz/differential/fuzz';
const { readFuzzSettings } = await import(`${built}/fuzz-settings.js`);
const { fuzz } = await import(`${built}/fuzz.js`);

process.exitCode = await fuzzAsTold(process.argv.slice(2));

async function fuzzAsTold(options) {
  let settings;
  try {
    settings = readFuzzSettings(options);
  } catch (error) {
    console.error(error.message);
    return 2;
  }
  return (await fuzz(settings)) ? 0 : 1;
}
