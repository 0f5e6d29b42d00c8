import fc from 'fast-check';
import {
  challengeResponse,
  createRequestGuard,
  CsrfError,
  InsufficientScopeError,
  InvalidOptionError,
  InvalidRequestError,
  InvalidTokenError,
  isJwtGuardError,
  KeysUnavailableError,
  MissingTokenError,
  requireAnyScope,
  requireScopes,
} from '@jwt-guard/core';
import type { JwtGuardError, Requirement } from '@jwt-guard/core';
import { runs, signedBySecret, requiredClaims, verifier } from './signed-by-secret.js';

/** RFC 6750 §3: parameters in quotes, of %x20-21, %x23-5B and %x5D-7E alone. */
const challenge = /^Bearer (?:[a-z_]+="[\x20\x21\x23-\x5b\x5d-\x7e]*"(?:, |$))+$/;
const valid = signedBySecret(JSON.stringify(requiredClaims));
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.constantFrom('a"b', 'a\\', 'a\r\nSet-Cookie: x=1', ''),
);

it('B7 · whatever a request holds, its challenge is within the characters of RFC 6750 and repeats nothing of it', async () => {
  const guard = createRequestGuard({ verifier });
  const value = fc.oneof(
    text.map((garbage) => `Bearer ${garbage}`),
    text,
    fc
      .dictionary(text, text)
      .map((claims) => `Bearer ${signedBySecret(JSON.stringify({ ...requiredClaims, ...claims }))}`),
    text.map((kid) => `Bearer ${signedBySecret('{}', JSON.stringify({ alg: kid, typ: kid, kid }))}`),
  );
  const answers = new Set<string>();
  await fc.assert(
    fc.asyncProperty(value, async (authorization) => {
      const refusal = await refusalOf(
        guard.authenticate({ method: 'GET', rawHeaders: ['Authorization', authorization] }),
      );
      if (refusal === undefined) return;
      answers.add(JSON.stringify(challengeResponse(refusal)));
      expect(refusal.headers['WWW-Authenticate']).toMatch(challenge);
    }),
    runs(3_000),
  );
  // Constant answers: absent, ambiguous, invalid.
  expect(answers.size).toBeLessThanOrEqual(3);
});

it('B7 · any refusal that code of yours makes, in any realm, is within the characters of RFC 6750', () => {
  const refusals = fc.oneof(
    fc.constantFrom(
      () => new MissingTokenError(),
      () => new InvalidRequestError('credentials_conflict'),
      () => new InvalidTokenError('malformed'),
      () => new CsrfError('csrf_cross_site'),
    ),
    fc.array(text).map((scopes) => () => new InsufficientScopeError('scope_missing', scopes)),
    fc
      .double({ min: -1, max: 86_400, noNaN: true })
      .map((retryAfterSeconds) => () => new KeysUnavailableError({ retryAfterSeconds })),
  );
  fc.assert(
    fc.property(refusals, text, (create, realm) => {
      const refusal: JwtGuardError = create();
      refusal.realm = realm;
      const { 'WWW-Authenticate': header = 'Bearer realm="api"', 'Retry-After': retryAfter = '1' } = refusal.headers;
      expect(header).toMatch(challenge);
      expect(retryAfter).toMatch(/^[1-9]\d*$/);
    }),
    runs(3_000),
  );
});

it('B4, B7 · any realm is within the characters of RFC 6750, or refused at creation', async () => {
  const realms = fc.oneof(text, fc.stringMatching(/^[\x20-\x7e]{1,20}$/), fc.stringMatching(/^[ !#-[\]-~]{1,20}$/));
  await fc.assert(
    fc.asyncProperty(realms, async (realm) => {
      const guard = created(() => createRequestGuard({ verifier, realm }));
      if (guard === undefined) return;
      const refusal = await refusalOf(guard.authenticate({ method: 'GET', rawHeaders: [] }));
      expect(refusal?.headers['WWW-Authenticate']).toBe(`Bearer realm="${realm}"`);
      expect(refusal?.headers['WWW-Authenticate']).toMatch(challenge);
    }),
    runs(3_000),
  );
});

it('B6, B7 · any scopes are within the characters of RFC 6750 and all named, or refused at creation', async () => {
  const guard = createRequestGuard({ verifier });
  const token = await guard.authenticate({ method: 'GET', rawHeaders: ['Authorization', `Bearer ${valid}`] });
  const scopes = fc.array(fc.oneof(text, fc.stringMatching(/^[!#-[\]-~]{1,20}$/), fc.stringMatching(/^[!-~]{1,10}$/)), {
    maxLength: 4,
  });
  await fc.assert(
    fc.asyncProperty(scopes, fc.constantFrom(requireScopes, requireAnyScope), async (names, require) => {
      const requirement = created<Requirement>(() => require(...names));
      if (requirement === undefined) return;
      const refusal = await refusalOf(
        Promise.resolve().then(() => {
          guard.authorize(token, [requirement]);
        }),
      );
      expect(refusal?.headers['WWW-Authenticate']).toMatch(challenge);
      expect(refusal?.headers['WWW-Authenticate']).toContain(`scope="${[...new Set(names)].join(' ')}"`);
    }),
    runs(3_000),
  );
});

it('B4, B7, B8 · a challenge is one of RFC 9110 with no parameter twice, and nothing of the token stands in the answer', async () => {
  const guard = createRequestGuard({ verifier });
  const secretText = fc.stringMatching(/^secret-[a-z0-9]{12}$/);
  const claims = fc.oneof(
    secretText.map((own) => ({ sub: own, scope: `${own} other`, roles: [own] })),
    secretText.map((own) => ({ sub: own, scp: [own], roles: own })),
    secretText.map((own) => ({ aud: own })),
    secretText.map((own) => ({ iss: `https://${own}.example` })),
    secretText.map((own) => ({ [own]: own, typ: 'ID' })),
    secretText.map((own) => ({ exp: 1, jti: own })),
  );
  await fc.assert(
    fc.asyncProperty(claims, async (own) => {
      const token = signedBySecret(JSON.stringify({ ...requiredClaims, ...own }));
      const authorization = ['Authorization', `Bearer ${token}`];
      const refusal = await refusalOf(
        guard.authenticate({ method: 'GET', rawHeaders: authorization }).then((verified) => {
          guard.authorize(verified, [requireScopes('reports:read')]);
        }),
      );
      const answer = challengeResponse(refusal ?? new MissingTokenError());
      expect(refusal).toBeDefined();
      const names = parameterNames(answer.headers['WWW-Authenticate'] ?? '');
      expect(names).toContain('realm');
      expect(new Set(names).size).toBe(names.length);
      const written = JSON.stringify(answer);
      for (const part of [...token.split('.'), 'secret-']) expect(written).not.toContain(part);
    }),
    runs(1_000),
  );
});

/** Reads a challenge as RFC 9110 §11.6.1 has it: a scheme, then auth-params apart by commas. Throws where it is none. */
function parameterNames(header: string): readonly string[] {
  const token = "[!#$%&'*+.^_`|~\\w-]+";
  const quoted = '"(?:[\\t \\x21\\x23-\\x5b\\x5d-\\x7e]|\\\\[\\t -~])*"';
  const parameter = `(?:${token})[ \\t]*=[ \\t]*(?:${token}|${quoted})`;
  if (!new RegExp(`^Bearer ${parameter}(?:[ \\t]*,[ \\t]*${parameter})*$`).test(header))
    throw new SyntaxError(`no challenge: ${header}`);
  return [
    ...header.slice('Bearer '.length).matchAll(new RegExp(`(${token})[ \\t]*=[ \\t]*(?:${token}|${quoted})`, 'g')),
  ].map(([, name = '']) => name.toLowerCase());
}

/** The refusal; undefined when there is none. */
async function refusalOf(outcome: Promise<unknown>): Promise<JwtGuardError | undefined> {
  try {
    await outcome;
    return undefined;
  } catch (error) {
    if (!isJwtGuardError(error)) throw error;
    return error;
  }
}

/** What was made; undefined where the options were refused. */
function created<T>(create: () => T): T | undefined {
  try {
    return create();
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidOptionError);
    return undefined;
  }
}
