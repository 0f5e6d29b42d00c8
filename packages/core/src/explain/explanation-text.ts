import { escapeUnprintable } from '../events/escape-unprintable.js';
import type { Explanation } from './explanation.js';

const maxLineLength = 2_500;

/**
 * An explanation as a few lines of printable ASCII.
 *
 * @param isToken - whether there was a token to be proved
 */
export function explanationText(explanation: Omit<Explanation, 'text'>, isToken: boolean): string {
  const { reason, summary, expected, found, likelyCause, fix, hint, docs, leftOut } = explanation;
  const lines = [
    `jwt-guard refused a request: ${reason}. ${summary}`,
    expected && `  expected: ${expected}`,
    found && `  found: ${found}`,
    isToken ? proofLine(explanation) : undefined,
    `  likely cause: ${likelyCause}`,
    `  fix: ${fix}`,
    hint && `  hint: ${hint}`,
    `  more: ${docs}`,
    leftOut && `  ${leftOut} refusals before this one were not explained, since there were too many.`,
  ];
  return lines
    .filter((line) => typeof line === 'string')
    .map((line) => escapeUnprintable(line.slice(0, maxLineLength)))
    .join('\n');
}

function proofLine({ signatureVerified, issuer }: Omit<Explanation, 'text'>): string {
  const name = issuer === undefined ? 'a trusted issuer' : `"${issuer}"`;
  return signatureVerified
    ? `  signature: holds, by a key of ${name}.`
    : `  signature: nothing proves that the token comes from ${name}, so its claims are not shown.`;
}
