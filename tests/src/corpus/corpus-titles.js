// Writes the titles of all tests of the workspace as JSON: [title, …].
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { testTitles } from '../../../tools/test-titles.js';

const root = join(import.meta.dirname, '..', '..', '..');
const members = ['packages', 'apps'].flatMap((folder) =>
  readdirSync(join(root, folder)).map((name) => join(folder, name)),
);
const files = [...members, 'tests']
  .map((member) => join(root, member, 'test'))
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder, { recursive: true }).map((file) => join(folder, file)))
  .filter((file) => file.endsWith('.test.ts'));
process.stdout.write(JSON.stringify(files.flatMap((file) => testTitles(file))));
