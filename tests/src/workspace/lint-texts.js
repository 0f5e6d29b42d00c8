// Reads [{ file, text }] from standard input, lints each text as if it stood in that file, by the boundary rule alone,
// and writes the messages of each: [[message, …], …].
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint } from 'eslint';

const rule = '@nx/enforce-module-boundaries';
const cwd = join(import.meta.dirname, '..', '..', '..');
const eslint = new ESLint({
  cwd,
  ruleFilter: ({ ruleId }) => ruleId === rule,
  // The rule needs no types, and TypeScript knows only files that exist.
  overrideConfig: { files: ['**/*.ts'], languageOptions: { parserOptions: { projectService: false } } },
});

const answers = [];
for (const { file, text } of JSON.parse(readFileSync(0, 'utf8'))) {
  const [{ messages }] = await eslint.lintText(text, { filePath: join(cwd, file) });
  const foreign = messages.find(({ ruleId }) => ruleId !== rule);
  if (foreign !== undefined) throw new Error(`${file}: ${foreign.message}`);
  answers.push(messages.map(({ message }) => message));
}
// The rule may have printed a warning of its own before.
process.stdout.write(`\n${JSON.stringify(answers)}\n`);
