import { STATUS_CODES } from 'node:http';

import type { Answer } from './send.js';

/** How requests that must be refused are answered; the words of attacks.json in brackets. */
export const refusals = Object.freeze({
  /** [401/-] */
  missing_token: { status: 401, challenge: 'Bearer realm="api"' },
  /** [400/ir] */
  invalid_request: {
    status: 400,
    challenge:
      'Bearer realm="api", error="invalid_request", error_description="The request carries more than one credential, or a malformed one"',
  },
  /** [401/it] */
  invalid_token: {
    status: 401,
    challenge:
      'Bearer realm="api", error="invalid_token", error_description="The access token is expired, revoked, malformed, or invalid for other reasons"',
  },
  /** [403/is] on a route that demands `reports:read` */
  insufficient_scope: {
    status: 403,
    challenge:
      'Bearer realm="api", error="insufficient_scope", error_description="The request requires higher privileges than the access token provides", scope="reports:read"',
  },
  /** A request across sites: no challenge, since no other token would help. */
  csrf_rejected: { status: 403, challenge: undefined },
  /** [503] */
  keys_unavailable: { status: 503, challenge: undefined },
  /** [503] */
  store_unavailable: { status: 503, challenge: undefined },
});

/** The name of a refusal. */
export type RefusalName = keyof typeof refusals;

const signsOfCode = /\bat .*:\d+:\d+|node_modules|jose|jwt-guard|jwt_guard|\.ts\b|\.js\b/i;

/**
 * What is wrong with the answer to a refused request; nothing, when it is as it must be: exact status and challenge, a body
 * that says no more, nothing of the token or of the code behind it.
 *
 * @param credentials - what was sent, and kids of the verifier: no long part of it may come back
 */
export function refusalFaults(
  answer: Answer,
  expected: RefusalName,
  credentials: readonly string[] = [],
): readonly string[] {
  const { status, challenge } = refusals[expected];
  const told = JSON.stringify([answer.headers, answer.body]);
  const echoed = credentials.flatMap((text) => text.split(/[^\w-]+/)).filter((part) => part.length > 12);
  return [
    ...(answer.status === status ? [] : [`status ${answer.status}`]),
    ...(answer.headers['www-authenticate'] === challenge
      ? []
      : [`challenge ${String(answer.headers['www-authenticate'])}`]),
    ...(isBodyOf(refusals[expected], answer.body) ? [] : [`body ${answer.body.slice(0, 200)}`]),
    ...(answer.headers['cache-control'] === 'no-store' ? [] : ['may be stored']),
    ...(status === 503 && answer.headers['retry-after'] === undefined ? ['no Retry-After'] : []),
    ...(signsOfCode.test(told) ? ['tells of the code'] : []),
    ...(echoed.some((part) => told.includes(part)) ? ['tells of the credential'] : []),
  ];
}

/** A body repeats the challenge in JSON, or names the status; an answer to HEAD has none. */
function isBodyOf({ status, challenge = '' }: (typeof refusals)[RefusalName], body: string): boolean {
  const [, error] = /error="([^"]*)"/.exec(challenge) ?? [];
  const [, description] = /error_description="([^"]*)"/.exec(challenge) ?? [];
  const [, scope] = /scope="([^"]*)"/.exec(challenge) ?? [];
  const expected =
    error === undefined ? { message: STATUS_CODES[status] } : { error, error_description: description, scope };
  return body === '' || body === JSON.stringify(expected);
}
