// Installs the locked dependencies when node_modules is missing or differs from package-lock.json. Uses nothing but Node.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

if (!isInstalled()) install();

function isInstalled() {
  const wanted = packagesOf('package-lock.json');
  const found = packagesOf(join('node_modules', '.package-lock.json'));
  return Object.entries(wanted).every(([path, entry]) => !path.includes('node_modules') || matches(entry, found[path]));
}

function matches(wanted, found) {
  if (found === undefined) return wanted.optional === true || wanted.peer === true;
  return wanted.link === true || wanted.version === found.version;
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT') return {};
    throw error;
  }
}

function install() {
  console.log('Installing dependencies from package-lock.json …');
  const npm = process.env.npm_execpath;
  // NODE_ENV=production or an `omit` in the user's npmrc would leave the tools out.
  const options = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
  // Another package manager sets npm_execpath too; only npm knows `ci`.
  const [command, args] = npm?.endsWith('npm-cli.js') ? [process.execPath, [npm, ...options]] : ['npm', options];
  const shell = command === 'npm' && process.platform === 'win32';
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
