// Reads [{ file, text }] from standard input, lints each text as if it stood in that file, by the rules of boundaries alone,
// and writes the messages of each: [[message, …], …].
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint } from 'eslint';

const rules = ['@nx/enforce-module-boundaries', 'no-restricted-imports'];
const cwd = join(import.meta.dirname, '..', '..', '..');
const eslint = new ESLint({
  cwd,
  ruleFilter: ({ ruleId }) => rules.includes(ruleId),
  // The rules need no types, and TypeScript knows only files that exist.
  overrideConfig: { files: ['**/*.ts'], languageOptions: { parserOptions: { projectService: false } } },
});

const answers = [];
for (const { file, text } of JSON.parse(readFileSync(0, 'utf8'))) {
  const [{ messages }] = await eslint.lintText(text, { filePath: join(cwd, file) });
  const foreign = messages.find(({ ruleId }) => !rules.includes(ruleId));
  if (foreign !== undefined) throw new Error(`${file}: ${foreign.message}`);
  answers.push(messages.map(({ message }) => message));
}
// The rule may have printed a warning of its own before.
process.stdout.write(`\n${JSON.stringify(answers)}\n`);
