#!/usr/bin/env node
import { keygen } from './keygen-command.js';

void keygen(process.argv.slice(2), {
  print: (text) => process.stdout.write(text),
  complain: (text) => process.stderr.write(text),
}).then((exitCode) => {
  process.exitCode = exitCode;
});
