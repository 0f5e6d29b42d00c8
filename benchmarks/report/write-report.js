import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { format } from 'prettier';
import { drawCharts } from './charts.js';
import { growthSection } from './growth-section.js';
import { hostileSection } from './hostile-section.js';
import { httpSection } from './http-section.js';
import { introduction, notMeasured } from './introduction.js';
import { microSection } from './micro-section.js';
import { missedSection } from './missed-section.js';
import { partsSection } from './parts-section.js';
import { rejectedSection } from './rejected-section.js';
import { soakSection } from './soak-section.js';
import { targetsSection } from './targets.js';

const docs = new URL('../../docs/', import.meta.url);
export const resultsFile = new URL('benchmarks/results.json', docs);
const soakFile = new URL('benchmarks/soak.json', docs);

/** Writes docs/benchmarks.md, its charts, and the results that both are made of. */
export async function writeReport(results) {
  await mkdir(new URL('benchmarks/', docs), { recursive: true });
  await writeFormatted(resultsFile, JSON.stringify(results, rounded), 'json');
  for (const [name, svg] of Object.entries(drawCharts(results)))
    await writeFile(new URL(`benchmarks/${name}`, docs), `${svg}\n`);
  const soak = existsSync(soakFile) ? JSON.parse(await readFile(soakFile, 'utf8')) : undefined;
  const sections = [
    introduction(results),
    targetsSection(results, soak),
    missedSection,
    microSection(results.micro),
    partsSection(results.parts),
    rejectedSection(results.rejected),
    growthSection(results.growth),
    httpSection(results.http),
    hostileSection(results.hostile),
    soakSection(soak),
    notMeasured,
  ];
  await writeFormatted(new URL('benchmarks.md', docs), sections.join('\n\n'), 'markdown');
}

/** Keeps the results of a soak for the report, and writes it again. */
export async function writeSoak(result) {
  await writeFormatted(soakFile, JSON.stringify(result, rounded), 'json');
  const results = JSON.parse(await readFile(resultsFile, 'utf8'));
  // Of a benchmark before there were these suites no report can be made.
  if (results.growth !== undefined) await writeReport(results);
}

/** By the prettier of the workspace, as all its files are. */
async function writeFormatted(file, text, parser) {
  await writeFile(file, await format(text, { parser, printWidth: 120 }));
}

function rounded(_name, value) {
  return typeof value === 'number' ? Number(value.toPrecision(5)) : value;
}
