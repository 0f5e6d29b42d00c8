import { refusals } from '../corpus/refusal-faults.js';
import type { RefusalName } from '../corpus/refusal-faults.js';
import type { Api } from './api.js';
import { sendRaw } from './raw-http.js';
import type { RawAnswer, RawRequest } from './raw-http.js';

/** The headers of an answer of ours, beside those that every framework writes. */
const headersOfAnswers = new Set(['www-authenticate', 'cache-control', 'content-type', 'content-length', 'etag']);
const headersOfFrameworks = new Set(['x-powered-by', 'date', 'connection', 'vary', 'access-control-allow-origin']);

/**
 * Sends a request, by default to /protected, and expects all that holds for every refused one: the exact answer, no
 * handler, no network, nothing told that the sender did not know, and an operator who was told. A good request right after
 * it passes.
 */
export async function expectRefusal(api: Api, request: RawRequest, refusal: RefusalName): Promise<RawAnswer> {
  const [calls, told] = [api.calls(), api.rejected.length];
  const answer = await sendRaw(api.url, { target: '/protected', ...request });

  expectAnswer(answer, refusal, request.method === 'HEAD');
  expect(api.calls()).toBe(calls);
  expect(api.fetched).toEqual([]);
  expect(api.rejected.slice(told)).toMatchObject([{ code: refusal }]);
  expectNothingTold(JSON.stringify([answer, api.rejected.slice(told)]), request);
  for (const { kid } of api.issuer.keys) expect(JSON.stringify(answer)).not.toContain(kid);
  await expectGoodAfter(api);
  return answer;
}

/** Expects that a good token passes. */
export async function expectGoodAfter({ url, issuer, calls }: Api): Promise<void> {
  const before = calls();
  const headers = [`Authorization: Bearer ${issuer.tokenFor()}`];
  expect(await sendRaw(url, { target: '/protected', headers })).toMatchObject({ status: 200 });
  expect(calls()).toBe(before + 1);
}

function expectAnswer({ status, headers, body }: RawAnswer, refusal: RefusalName, isHead: boolean): void {
  expect({ status, challenge: headers['www-authenticate'] }).toEqual(refusals[refusal]);
  expect(headers['cache-control']).toBe('no-store');
  expect(Object.keys(headers).filter((name) => !headersOfAnswers.has(name) && !headersOfFrameworks.has(name))).toEqual(
    [],
  );
  if (isHead) expect(body).toBe('');
  else expect(JSON.parse(body)).toEqual(bodyOf(refusal));
}

function bodyOf(refusal: RefusalName): object {
  if (refusal === 'missing_token') return { message: 'Unauthorized' };
  if (refusal === 'csrf_rejected') return { message: 'Forbidden' };
  const error_description = expect.stringMatching(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/) as string;
  return { error: refusal, error_description, ...(refusal === 'insufficient_scope' && { scope: 'reports:read' }) };
}

/** Every part of a credential that could be told apart, and every sign of the code behind the answer. */
function expectNothingTold(told: string, { headers = [], target = '', body = '' }: RawRequest): void {
  const secrets = [...headers.filter((line) => /^(authorization|cookie)/i.test(line)), target, body]
    .flatMap((line) => line.split(/[^\w-]+/))
    .filter((part) => part.length > 30);
  for (const secret of secrets) expect(told).not.toContain(secret);
  expect(told).not.toMatch(/\bat .*:\d+:\d+|node_modules|jose|jwt-guard|jsonwebtoken|passport/i);
}
