import { catalogue } from './catalogue.js';
import type { Evidence } from './evidence.js';
import type { Explanation } from './explanation.js';
import { explanationText } from './explanation-text.js';

/** Where each reason has a section of its own. */
const document = 'docs/errors.md';

/** Puts together what the guide of the reason says, what was found out, and what is known of the provider. */
export function makeExplanation(evidence: Evidence, leftOut: number): Explanation {
  const { error, claims, journey, trusted } = evidence;
  const { summary, ...general } = catalogue[error.reason];
  const finding = general.examine?.(evidence) ?? {};
  const signatureVerified = claims !== undefined;
  const issuer = journey.issuer ?? (signatureVerified ? trusted?.issuer : undefined);
  const parts = {
    reason: error.reason,
    summary,
    ...present({ expected: finding.expected, found: finding.found }),
    likelyCause: finding.likelyCause ?? general.likelyCause,
    fix: finding.fix ?? general.fix,
    docs: `${document}#${error.reason}`,
    ...present({ hint: hintOf(evidence), issuer }),
    signatureVerified,
    ...(leftOut > 0 && { leftOut }),
  };
  return Object.freeze({ ...parts, text: explanationText(parts, evidence.header !== undefined) });
}

/** What is known of the request comes before what is known of the provider. */
function hintOf({ hint, error, trusted }: Evidence): string | undefined {
  if (hint !== undefined) return hint;
  const hints: Readonly<Record<string, string>> = trusted?.hints ?? {};
  return hints[error.reason];
}

function present<Name extends string>(
  members: Readonly<Record<Name, string | undefined>>,
): Partial<Record<Name, string>> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never;
}
