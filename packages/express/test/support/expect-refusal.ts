import type { GuardedApp } from './guarded-app.js';
import { sendRaw } from './raw-http.js';
import type { RawAnswer, RawRequest } from './raw-http.js';

/** The answers that a refused request can get, by their name in the requirements. */
export type Refusal =
  'missing_token' | 'invalid_request' | 'invalid_token' | 'insufficient_scope' | 'csrf_rejected' | 'keys_unavailable';

const answers: Readonly<Record<Refusal, { readonly status: number; readonly challenge?: string }>> = {
  missing_token: { status: 401, challenge: '' },
  invalid_request: {
    status: 400,
    challenge:
      ', error="invalid_request", error_description="The request carries more than one credential, or a malformed one"',
  },
  invalid_token: {
    status: 401,
    challenge:
      ', error="invalid_token", error_description="The access token is expired, revoked, malformed, or invalid for other reasons"',
  },
  insufficient_scope: {
    status: 403,
    challenge:
      ', error="insufficient_scope", error_description="The request requires higher privileges than the access token provides"',
  },
  csrf_rejected: { status: 403 },
  keys_unavailable: { status: 503 },
};

/**
 * Sends a request, and expects all that holds for every refused one: the exact answer, no handler, no network, nothing
 * told that the sender did not know, and an operator who was told. A good request right after it still passes.
 */
export async function expectRefusal(guarded: GuardedApp, request: RawRequest, refusal: Refusal): Promise<RawAnswer> {
  const [handledBefore, rejectedBefore] = [guarded.handled(), guarded.rejected.length];
  const answer = await sendRaw(guarded.app, request);

  expectAnswer(answer, refusal);
  expect(guarded.handled()).toBe(handledBefore);
  expect(guarded.fetched).toEqual([]);
  expect(guarded.rejected.slice(rejectedBefore)).toMatchObject([{ code: refusal }]);
  expectNothingTold(JSON.stringify([answer, guarded.rejected]), request);
  for (const { kid } of guarded.issuer.keys) expect(JSON.stringify(answer)).not.toContain(kid);

  const good = await sendRaw(guarded.app, { headers: [`Authorization: Bearer ${guarded.issuer.tokenFor()}`] });
  expect(good.status).toBe(200);
  return answer;
}

/** Expects the exact answer to a refusal: status, challenge and body. */
export function expectAnswer({ status, headers, body }: RawAnswer, refusal: Refusal): void {
  const expected = answers[refusal];
  expect({ status, challenge: headers['www-authenticate'] }).toEqual({
    status: expected.status,
    challenge: expected.challenge === undefined ? undefined : `Bearer realm="api"${expected.challenge}`,
  });
  expect(headers['cache-control']).toBe('no-store');
  expect(JSON.parse(body)).toEqual(
    ['missing_token', 'csrf_rejected', 'keys_unavailable'].includes(refusal)
      ? { message: expect.stringMatching(/^(Unauthorized|Forbidden|Service Unavailable)$/) as string }
      : { error: refusal, error_description: expect.stringMatching(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/) as string },
  );
}

/** Every part of a credential that could be told apart, and every sign of the code behind the answer. */
function expectNothingTold(told: string, { headers = [], target = '' }: RawRequest): void {
  const secrets = [...headers.filter((line) => /^(authorization|cookie)/i.test(line)), target]
    .flatMap((line) => line.split(/[^\w-]+/))
    .filter((part) => part.length > 30);
  for (const secret of secrets) expect(told).not.toContain(secret);
  expect(told).not.toMatch(/\bat .*:\d+:\d+|node_modules|jose|jwt-guard/i);
}
