// Writes the report again from the results of the last run: after a change of its words or its charts.
import { readFile } from 'node:fs/promises';
import { resultsFile, writeReport } from './write-report.js';

await writeReport(JSON.parse(await readFile(resultsFile, 'utf8')));
