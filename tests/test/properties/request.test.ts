import fc from 'fast-check';
import { createRequestGuard, fromAuthorizationHeader, fromCookie, isJwtGuardError } from '@jwt-guard/core';
import type { RequestLike } from '@jwt-guard/core';
import { requiredClaims, runs, signedBySecret, verifier } from './signed-by-secret.js';

const cookieName = '__Host-access_token';
const guard = createRequestGuard({
  verifier,
  from: [fromAuthorizationHeader(), fromCookie(cookieName)],
  csrf: { origins: ['https://app.example.com'] },
});
const tokens = ['alice', 'bob'].map((sub) => signedBySecret(JSON.stringify({ ...requiredClaims, sub })));
const [alices = '', bobs = ''] = tokens;

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string());
const name = fc.mixedCase(fc.constantFrom('authorization', 'cookie', 'origin', 'sec-fetch-site', 'host', 'referer'));
const value = fc.oneof(
  text,
  fc.constantFrom(
    `Bearer ${alices}`, `bearer  ${alices}`, `Bearer ${bobs}`, `Bearer ${alices},Bearer ${bobs}`, `Basic ${alices}`,
    `${cookieName}=${alices}`, `a=b; ${cookieName}=${alices}`, `${cookieName}=${bobs}`, `${cookieName}="${alices}"`,
    `${cookieName}=${alices}; ${cookieName}=${bobs}`, 'https://app.example.com', 'https://attacker.example', 'same-origin', 'cross-site', 'null',
  ),
); // prettier-ignore
const request: fc.Arbitrary<RequestLike> = fc.record({
  method: fc.oneof(fc.constantFrom('GET', 'POST', 'get', undefined), text),
  // An odd number too: no server of Node makes that, but a test double may.
  rawHeaders: fc.oneof(
    fc.array(fc.tuple(name, value), { maxLength: 6 }).map((pairs) => pairs.flat()),
    fc.array(fc.oneof(name, value), { maxLength: 9 }),
  ),
});

it('A1 · B2 · no request whatever yields anything but a token that it holds, or a typed refusal', async () => {
  const outcomes = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(request, async (asked) => {
      const outcome = await outcomeOf(asked);
      outcomes.set(outcome.code, (outcomes.get(outcome.code) ?? 0) + 1);
      expect(outcome.code).toMatch(/^(?:accepted|missing_token|invalid_request|invalid_token|csrf_rejected)$/);
      if (outcome.code !== 'accepted') return;
      expect(credentialsIn(asked)).toContain(outcome.token);
    }),
    runs(10_000),
  );
  expect([...outcomes.keys()].sort()).toEqual(['accepted', 'csrf_rejected', 'invalid_request', 'invalid_token', 'missing_token']);
}); // prettier-ignore

it('B2 · two good tokens that differ are ambiguous, wherever they stand and whichever comes first', async () => {
  const other = fc.array(fc.tuple(fc.constantFrom('Host', 'X-A'), fc.string()), { maxLength: 3 });
  const two = fc.constantFrom(
    [`Bearer ${alices}`, `${cookieName}=${bobs}`],
    [`Bearer ${bobs}`, `${cookieName}=${alices}`],
  );
  await fc.assert(
    fc.asyncProperty(two, other, fc.boolean(), async ([bearer, cookie], headers, isReversed) => {
      const pairs = [['Authorization', bearer], ...headers, ['Cookie', cookie]];
      const rawHeaders = (isReversed ? pairs.toReversed() : pairs).flat();
      expect(await outcomeOf({ method: 'GET', rawHeaders })).toMatchObject({ code: 'invalid_request' });
    }),
    runs(300),
  );
});

/** All good tokens that a generous reader could take for a credential of this request. */
function credentialsIn({ rawHeaders }: RequestLike): readonly string[] {
  return tokens.filter((token) => rawHeaders.some((header) => header.includes(token)));
}

async function outcomeOf(asked: RequestLike): Promise<{ readonly code: string; readonly token?: string }> {
  try {
    const verified = await guard.authenticate(asked);
    return { code: 'accepted', token: verified?.token ?? 'none' };
  } catch (error) {
    return { code: isJwtGuardError(error) ? error.code : String(error) };
  }
}
