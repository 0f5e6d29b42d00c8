import { createJwtVerifier, CsrfError, fromCookie } from '../../src/index.js';
import type { Reason } from '../../src/index.js';
import { catalogue } from '../../src/explain/catalogue.js';
import { explanationOf, explanationOfRequest, nextExplanation } from '../support/explanations.js';
import { nowSeconds, requestWith, tokenFor, verifierOptions } from '../support/tokens.js';

const store = (check: () => unknown): object => ({ maxLifetimeSeconds: 3_600, check });
const cookies = { from: fromCookie('c'), csrf: { origins: ['https://app.example.com'] } };
const binding = { claim: 'tenant', values: ['ours'] };

describe('what is found out', () => {
  it.each([
    ['P2 · how long until nbf', { nbf: nowSeconds + 90 }, {}, '90 s until nbf', 'a tolerance of 10 s'],
    ['P2 · how long until iat', { iat: nowSeconds + 90 }, {}, '90 s until iat', 'a tolerance of 10 s'],
    ['P2 · how old a token is', { iat: nowSeconds - 90 }, { maxTokenAge: 60 }, '90 s since iat', 'at most 60 s'],
    ['P2 · how long a token lives', {}, { maxLifetime: 60 }, '310 s', 'at most 60 s from iat to exp'],
    ['P3 · that there is no audience', { aud: undefined }, {}, undefined, 'aud "https://api.example.com"'],
    ['P8 · another value', { tenant: 'theirs' }, { binding }, 'tenant "theirs"', 'tenant "ours"'],
    ['P8 · a value that is no text', { tenant: 7 }, { binding }, 'tenant of type number', 'tenant "ours"'],
    ['P1 · a missing claim', {}, { requiredClaims: ['x'] }, undefined, 'the claim "x"'],
    [
      'the error of the store',
      { jti: 'j' },
      {
        revocation: store(() => {
          throw new Error('down');
        }),
      },
      '"down"',
      undefined,
    ],
    ['P4 · the bound key', { cnf: {} }, {}, undefined, undefined],
  ])('%s', async (_title, claims, options, found, expected) => {
    const explanation = await explanationOf(tokenFor(claims), options);

    expect(explanation.signatureVerified).toBe(true);
    expect(explanation.found).toBe(found);
    if (expected === undefined) expect(explanation).not.toHaveProperty('expected');
    else expect(explanation.expected).toContain(expected);
  });

  it.each([
    ['exp', { iat: nowSeconds - 300, exp: nowSeconds - 60 }, {}],
    ['nbf', { nbf: nowSeconds + 90 }, {}],
    ['aud', { aud: 'theirs' }, {}],
    ['typ', { typ: 'ID' }, {}],
    ['tenant', { tenant: 'theirs' }, { binding }],
  ])('B8 · not the claim %s of a token that was changed', async (_claim, claims, options) => {
    const explanation = await explanationOf(`${tokenFor(claims).slice(0, -8)}AAAAAAAA`, options);

    expect(explanation.signatureVerified).toBe(false);
    expect(explanation.text).not.toMatch(/theirs|"ID"|60 s since|90 s until/);
  });

  it('which origin a request has, and which may be', async () => {
    const request = { ...requestWith(['Cookie', 'c=x'], ['Origin', 'https://b.example.com']), method: 'POST' };

    expect(await explanationOfRequest(request, cookies)).toMatchObject({
      expected: 'an origin of "https://app.example.com"',
      found: 'Origin "https://b.example.com", Sec-Fetch-Site none',
    });
  });

  it.each([
    ['twice', requestWith(['Cookie', 'c=x; c=y']), '0 Authorization header(s), 1 Cookie header(s)'],
    ['in no place', requestWith(), '0 Authorization header(s), 0 Cookie header(s)'],
  ])('how many headers there are, when a credential stands %s', async (_title, request, found) => {
    expect(await explanationOfRequest(request, cookies)).toMatchObject({ found });
  });

  it('that the headers differ', async () => {
    const from = [fromCookie('a'), fromCookie('b')];
    const request = requestWith(['Cookie', 'a=x; b=y']);

    expect(await explanationOfRequest(request, { ...cookies, from })).toMatchObject({ expected: 'one credential' });
  });

  it('K2 · a kid beside a key that has none, and a key that did not sign', async () => {
    const token = `${tokenFor({}, { kid: 'k' }).slice(0, -8)}AAAAAAAA`;

    expect(await explanationOf(token)).toMatchObject({
      reason: 'signature_mismatch',
      found: 'kid "k", alg "ES256"',
      expected: 'a signature by one of "ES256"',
    });
  });

  it('P1 · an algorithm that is none of those allowed', async () => {
    const explanation = await explanationOf(tokenFor({}, { alg: 'RS256' }), { algorithms: ['ES256'] });

    expect(explanation).toMatchObject({ reason: 'algorithm_not_allowed', found: 'alg "RS256"' });
  });
});

describe('refusals of which nothing more is known', () => {
  it.each(Object.keys(catalogue))('B8 · are explained by the guide alone: %s', async (reason) => {
    const verifier = createJwtVerifier({ issuers: () => undefined, clock: verifierOptions.clock });
    const explained = nextExplanation(verifier);
    const error = Object.defineProperty(new CsrfError('csrf_token'), 'reason', { value: reason });
    verifier.explain?.({ error, journey: { signatureVerified: false } });

    expect(await explained).toMatchObject({ reason, summary: catalogue[reason as Reason].summary });
  });

  it('B8 · are not explained to nobody', async () => {
    const verifier = createJwtVerifier(verifierOptions);
    verifier.explain?.({ error: new CsrfError('csrf_token'), journey: { signatureVerified: false } });
    await new Promise(setImmediate);
    const explained = nextExplanation(verifier);
    await verifier.verify('opaque').catch(() => undefined);

    expect(await explained).toMatchObject({ reason: 'opaque' });
  });
});
