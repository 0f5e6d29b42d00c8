// Prints each requirement of docs/requirements.json with the tests that name it, then those that no test names.
// Usage: node tools/requirements.js [--root FOLDER] [--require LIST]
// LIST holds IDs, ranges and milestones, separated by commas: B1,J1..J15,spine. Exit status 1 when one of them is open,
// or when a test names a requirement that does not exist.
//
// A test names a requirement at the start of its title, or of that of a describe() around it: `B1 · accepts …`,
// `B1, B2 · …`. One by one: `J1–J3 · …` names none.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { testTitles } from './test-titles.js';

const { root, require: dueList } = parseArgs({
  options: {
    root: { type: 'string', default: join(import.meta.dirname, '..') },
    require: { type: 'string', default: '' },
  },
}).values;

const requirements = JSON.parse(readFileSync(join(root, 'docs', 'requirements.json'), 'utf8'));
const named = testsByRequirement(testFiles());
const due = new Set(dueList.split(',').filter(Boolean).flatMap(expand));
const open = requirements.filter(({ id }) => !named.has(id));
const unknown = [...named.keys()].filter((id) => !requirements.some((requirement) => requirement.id === id));

for (const { id, level, text } of requirements) {
  if (named.has(id)) console.log([`${id} [${level}] ${text}`, ...named.get(id)].join('\n    '));
}
console.log(`\nOpen, ${open.length} of ${requirements.length}:`);
for (const { id, level, milestone, text } of open) console.log(`${id} [${level}, ${milestone}] ${text}`);

const overdue = open.filter(({ id }) => due.has(id)).map(({ id }) => id);
if (overdue.length > 0) fail(`Due now, and no test names them: ${overdue.join(', ')}`);
if (unknown.length > 0) fail(`Named by a test, but no requirement: ${unknown.map(withTests).join('; ')}`);

function testsByRequirement(files) {
  const tests = new Map();
  for (const file of files) {
    for (const title of testTitles(file)) {
      for (const id of idsOf(title)) tests.set(id, [...(tests.get(id) ?? []), `${relative(root, file)}: ${title}`]);
    }
  }
  return tests;
}

/** The IDs before the last middle dot. `K-06`, an attack case, is none, and neither end of `J1–J3` is. */
function idsOf(title) {
  const prefix = title.slice(0, Math.max(0, title.lastIndexOf(' · ')));
  return new Set(prefix.match(/(?<![\w.–-])[BJPKDSRCTVA]\d{1,2}(?![\w.–-])/g));
}

function testFiles() {
  const members = ['packages', 'apps'].flatMap((folder) => namesIn(folder).map((name) => join(folder, name)));
  return [...members, 'tests']
    .map((member) => join(member, 'test'))
    .flatMap((folder) => namesIn(folder, { recursive: true }).map((name) => join(root, folder, name)))
    .filter((file) => file.endsWith('.test.ts'))
    .sort();
}

function namesIn(folder, options) {
  return existsSync(join(root, folder)) ? readdirSync(join(root, folder), options) : [];
}

function expand(item) {
  const inMilestone = requirements.filter(({ milestone }) => milestone === item).map(({ id }) => id);
  if (inMilestone.length > 0) return inMilestone;

  const range = /^([A-Z])(\d+)\.\.\1(\d+)$/.exec(item);
  const ids = range === null ? [item] : numbers(range[2], range[3]).map((number) => `${range[1]}${number}`);
  const missing = ids.find((id) => !requirements.some((requirement) => requirement.id === id));
  if (missing !== undefined) throw new Error(`--require: ${missing} is neither a requirement nor a milestone`);
  return ids;
}

function numbers(first, last) {
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => Number(first) + index);
}

function withTests(id) {
  return `${id} (${named.get(id).join(', ')})`;
}

function fail(message) {
  console.error(message);
  process.exitCode = 1;
}
