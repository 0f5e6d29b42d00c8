// Writes the titles of all tests in tests/test/corpus as JSON: [title, …].
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { testTitles } from '../../../tools/test-titles.js';

const folder = join(import.meta.dirname, '..', '..', 'test', 'corpus');
const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.test.ts'));
process.stdout.write(JSON.stringify(files.flatMap((file) => testTitles(join(folder, file)))));
