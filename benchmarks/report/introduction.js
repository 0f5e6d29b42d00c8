import { contestants } from '../contestants/index.js';
import { textTable } from './markdown.js';

/** What was measured, on what, by what, and how to do it again. */
export function introduction({ machine, command }) {
  return `# Benchmarks

JWT Guard beside the libraries that are used today, in one run on one machine. This file, its charts and
[its numbers](benchmarks/results.json) are written by the run itself:

\`\`\`sh
npm run bench                                  # builds, installs the peers, six to eight minutes in all, writes this
npm run bench -- --seconds 30 --only micro     # a shorter look, parts, rejected, growth, http, hostile; writes nothing
npm run soak -- --minutes 10                   # the hostile mix for minutes, see Soak below
\`\`\`

- **Every contestant checks the same**: issuer, audience, expiry, one allowed algorithm, the signature. Before it is measured it
  proves that it accepts a good token and refuses a bad signature, an expired token, another audience and another issuer.
  What it cannot check stands below.
- **Contestants take turns in short rounds**, so that whatever slows the machine slows all of them. Numbers are medians of the
  rounds; ratios are medians of the ratios of each round. Above 1, JWT Guard is the faster.
- **The limit** is the one-shot of node:crypto alone, on bytes that were taken apart before, in line and on the thread pool.
  No verifier can be faster on a token that it has not seen. Over HTTP it is the same server without a guard, and, on Express, one whose
  guard does nothing but parse the claims and ask the one-shot (for one token: look into a Map).
- **Other work ran on this machine during the run** (its load was ${machine.loadAtStart.toFixed(1)} on ${machine.cores} cores at the start, the build included).
  Read the ratios and the processor time rather than the rates.

${textTable(
  ['what', 'this run'],
  [
    ['date, commit', `${machine.date}, ${machine.commit}`],
    ['machine', `${machine.processorName}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.system}`],
    ['Node', `${machine.node}, OpenSSL ${machine.openssl}, NODE_ENV=production`],
    ['command', `\`${command}\``],
    [
      'frameworks, load',
      ['express', '@nestjs/core', 'autocannon'].map((name) => withVersion(name, machine)).join(', '),
    ],
  ],
)}

## Contestants

${textTable(
  ['', 'versions', 'its keys', 'cannot check'],
  contestants.map(({ name, packages, keysBy, unchecked }) => [
    name,
    packages.map((one) => withVersion(one, machine)).join(', ') || 'the same',
    keysBy,
    unchecked,
  ]),
)}

With HS256 all have the one secret. hono takes no Express middleware: over HTTP it stands beside a Hono server without a guard.`;
}

function withVersion(name, { versions }) {
  return `${name} ${versions[name]}`;
}

export const notMeasured = `## Not measured

- Nest on Fastify, HTTP/2, TLS, and a key set that is fetched anew during the HTTP suite; the soak has that.
- Proof of possession and schemas, which most of the peers do not have.
- The memory of the peers but in the hostile suite, and Node later than the version above.`;
