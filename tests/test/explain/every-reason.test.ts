import { cachedTestKey, createLocalIssuer } from '@jwt-guard/testing';
import { explainRejection } from '../../src/explain/explain-rejection.js';
import type { ExplainedRejection } from '../../src/explain/explain-rejection.js';
import { nowSeconds, rejectionCases } from '../../src/explain/rejection-cases.js';

const issuer = createLocalIssuer({ clock: () => nowSeconds * 1_000 });
const claimsOfSomebody = {
  sub: 'the-subject-of-somebody',
  email: 'somebody@example.org',
  sid: 'the-session',
  jti: 'the-id',
};

/** Parts of a text, each this long, that stand in another. */
function partsWithin(outputs: string, text: string, length = 16): readonly string[] {
  const parts = Array.from({ length: Math.max(0, text.length - length + 1) }, (_, at) => text.slice(at, at + length));
  return parts.filter((part) => outputs.includes(part));
}

function outputsOf({ told, answer }: ExplainedRejection): string {
  return `${told}\n${answer}`;
}

/** The values of claims that nobody configured. */
function valuesWithin(outputs: string, claims: Readonly<Record<string, unknown>>): readonly string[] {
  const own = new Set([issuer.issuer, issuer.audience]);
  const values = Object.values(claims).map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
  return values.filter((value) => !own.has(value) && outputs.includes(value));
}

describe.each(
  rejectionCases.map((each) => ({
    ...each,
    token: { ...each.token, claims: { ...claimsOfSomebody, ...each.token?.claims } },
  })),
)('the explanation of $reason', (rejection) => {
  const { reason, fix, isUnproved } = rejection;

  it('B8 · names the reason, the fix and its section', async () => {
    const { explanations } = await explainRejection(issuer, rejection);

    expect(explanations).toHaveLength(1);
    expect(explanations[0]).toMatchObject({ reason, docs: `docs/errors.md#${reason}` });
    expect(explanations[0]?.fix).toMatch(fix);
    expect(explanations[0]?.text).toContain(explanations[0]?.fix);
    expect(explanations[0]?.text).toMatch(/^[\x20-\x7e\n]+$/);
  });

  it('B8 · puts no part of the token into any output, and nothing of itself into the answer', async () => {
    const refused = await explainRejection(issuer, rejection);

    expect(partsWithin(outputsOf(refused), refused.token)).toEqual([]);
    expect(refused.answer).not.toMatch(/likely cause|jwt-guard refused|docs\/errors/);
  });

  if (isUnproved !== true) return;

  it('B8 · shows that the signature holds, where a key of the issuer made it', async () => {
    const { explanations } = await explainRejection(issuer, rejection);

    expect(explanations[0]).toMatchObject({ signatureVerified: true, issuer: issuer.issuer });
    expect(explanations[0]?.text).toMatch(/signature: holds/);
  });

  it('B8 · shows no claim of a token that nothing proves', async () => {
    const header = { ...rejection.token.header, kid: issuer.keys[0]?.kid };
    const forged = { ...rejection, token: { ...rejection.token, key: cachedTestKey('ES256', 'attacker'), header } };
    const refused = await explainRejection(issuer, forged);
    const claims = {
      ...refused.claims,
      ...(reason === 'issuer_not_trusted' && { iss: `"${String(refused.claims['iss'])}"` }),
    };

    expect(refused.explanations[0]).toMatchObject({ reason, signatureVerified: false });
    expect(refused.explanations[0]?.fix).not.toBe('');
    expect(refused.explanations[0]?.text).toMatch(/its claims are not shown/);
    expect(valuesWithin(outputsOf(refused), claims)).toEqual([]);
    expect(partsWithin(outputsOf(refused), refused.token)).toEqual([]);
  });
});
