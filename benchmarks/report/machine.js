import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { contestants } from '../contestants/index.js';

const root = new URL('../../', import.meta.url);

/** Where and on what the numbers were measured. */
export function describeMachine() {
  const packages = [...contestants.flatMap((one) => one.packages), 'express', '@nestjs/core', 'autocannon'];
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim(),
    node: process.version,
    openssl: process.versions.openssl,
    system: `${process.platform} ${process.arch}`,
    processorName: cpus()[0].model,
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    loadAtStart: loadavg()[0],
    versions: Object.fromEntries([...new Set(packages)].map((name) => [name, versionOf(name)])),
  };
}

function versionOf(name) {
  return JSON.parse(readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), 'utf8')).version;
}
