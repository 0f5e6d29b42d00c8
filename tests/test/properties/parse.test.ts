import fc from 'fast-check';
import { createJwtVerifier, isJwtGuardError } from '@jwt-guard/core';
import { terms } from '../../src/differential/terms.js';
import { requiredClaims, runs, secretVerifier, signedBySecret, verifier } from './signed-by-secret.js';

const { issuer, audience, nowSeconds } = terms;
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string());
const base64url = (json: string): string => Buffer.from(json).toString('base64url');
/** What may stand between two dots, from garbage to what is right. */
const segment = fc.oneof(
  text,
  fc.base64String(),
  fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
  fc.json().map(base64url),
  fc.constantFrom('', base64url('{"alg":"HS256"}'), base64url(JSON.stringify(requiredClaims))),
);

it('A1 · whatever is given for a token, the answer is a refusal of the token', async () => {
  const garbage = fc.oneof(
    fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withTypedArray: true }),
    text,
    fc.array(segment, { maxLength: 6 }).map((segments) => segments.join('.')),
  );
  await fc.assert(
    fc.asyncProperty(garbage, async (token) => {
      expect(await answerOn(token)).toBe('invalid_token');
    }),
    runs(10_000),
  );
});

it('A1 · whatever JSON the right key signs as a header, the answer is the token or its refusal', async () => {
  const header = fc.oneof(
    fc.json(),
    fc.dictionary(fc.constantFrom('alg', 'typ', 'kid', 'cty', 'crit', 'b64', 'jwk', 'x'), fc.jsonValue()).map(asHs256),
  );
  await fc.assert(
    fc.asyncProperty(header, async (json) => {
      expect(await answerOn(signedBySecret(JSON.stringify(requiredClaims), json))).toMatch(
        /^(?:accepted|invalid_token)$/,
      );
    }),
    runs(5_000),
  );
});

it('A1 · whatever values the claims have that we read, the answer is the token or its refusal', async () => {
  const names = ['iss', 'aud', 'exp', 'nbf', 'iat', 'sub', 'jti', 'client_id', 'azp', 'sid', 'scope', 'scp', 'roles', 'cnf', 'typ', 'events']; // prettier-ignore
  const value = fc.oneof(fc.jsonValue(), fc.double(), fc.integer({ min: nowSeconds - 20, max: nowSeconds + 20 }));
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 3 }), async (claims) => {
      expect(await answerOn(signedBySecret(JSON.stringify({ ...requiredClaims, ...claims })))).toMatch(
        /^(?:accepted|invalid_token)$/,
      );
    }),
    runs(5_000),
  );
});

it('A2 · a token is accepted up to the byte that is its limit, and refused from the next one on', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 100, maxLength: 300 }), async (padding) => {
      const token = signedBySecret(JSON.stringify({ ...requiredClaims, padding: padding.toWellFormed() }));
      expect(await answerOn(token, secretVerifier({ maxTokenSize: token.length }))).toBe('accepted');
      expect(await answerOn(token, secretVerifier({ maxTokenSize: token.length - 1 }))).toBe('invalid_token');
    }),
    runs(300),
  );
});

it('A1 · no key is looked up for what is too long, or no token', async () => {
  let lookUps = 0;
  const find = (): [] => {
    lookUps += 1;
    return [];
  };
  const asking = createJwtVerifier({ issuer, audience, keys: { find }, algorithms: ['ES256'], maxTokenSize: 256 });
  const tooLong = fc
    .string({ minLength: 257, maxLength: 600 })
    .map((tail) => `${base64url('{"alg":"ES256"}')}.${tail}`);
  await fc.assert(
    fc.asyncProperty(fc.oneof(tooLong, text), async (token) => {
      expect(await answerOn(token, asking)).toBe('invalid_token');
      expect(lookUps).toBe(0);
    }),
    runs(2_000),
  );
});

it('J1 · a base64url segment has one spelling: any other of the same bytes is refused', async () => {
  const token = signedBySecret(JSON.stringify(requiredClaims));
  const respelling = fc.constantFrom<(part: string) => string>(
    (part) => `${part}=`,
    (part) => `${part}==`,
    (part) => ` ${part}`,
    (part) => `${part}\n`,
    (part) => part.replace(/.$/, (last) => String.fromCharCode(last.charCodeAt(0) + 1)),
    (part) => `${part.slice(0, 4)}\r\n${part.slice(4)}`,
  );
  await fc.assert(
    fc.asyncProperty(fc.nat(2), respelling, async (at, respell) => {
      const segments = token.split('.');
      expect(await answerOn(segments.with(at, respell(segments[at] ?? '')).join('.'))).toBe('invalid_token');
    }),
    runs(200),
  );
});

function asHs256(header: Record<string, unknown>): string {
  return JSON.stringify({ alg: 'HS256', ...header });
}

/** The code of the refusal; 'accepted' when there is none; the error itself where it is none of ours. */
async function answerOn(token: unknown, by: Pick<typeof verifier, 'verify'> = verifier): Promise<unknown> {
  try {
    await by.verify(token);
    return 'accepted';
  } catch (error) {
    return isJwtGuardError(error) ? error.code : error;
  }
}
