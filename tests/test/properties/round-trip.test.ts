import fc from 'fast-check';
import { isJwtGuardError, isVerifiedToken } from '@jwt-guard/core';
import { createLanes } from '../../src/differential/lane.js';
import type { Lane } from '../../src/differential/lane.js';
import { renderMembers } from '../../src/differential/members.js';
import { createRandom } from '../../src/differential/random.js';
import { validDraft } from '../../src/differential/valid-draft.js';
import { requiredClaims, runs, signedBySecret, verifier } from './signed-by-secret.js';

it('J3 · any claims that are signed come back equal and deeply frozen', async () => {
  const claims = fc
    .record({ data: fc.jsonValue({ maxDepth: 6 }), more: fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()) })
    .map((own) => JSON.stringify({ ...requiredClaims, ...own }))
    .filter(
      (text) =>
        !text.includes('__proto__') && JSON.stringify(JSON.parse(text)).isWellFormed() && !text.includes('\\ud'),
    );
  await fc.assert(
    fc.asyncProperty(claims, async (text) => {
      const token = await verifier.verify(signedBySecret(text));
      expect(token.claims).toEqual(JSON.parse(text));
      expect(isVerifiedToken(token)).toBe(true);
      expect(isDeeplyFrozen(token)).toBe(true);
    }),
    runs(1_000),
  );
});

const lanes = createLanes().map((weighted) => weighted.lane);

describe.each(['HS256', 'EdDSA', 'ES256'])('J1, A-10 · a token signed by %s', (algorithm) => {
  const [lane] = lanes.filter((candidate) => candidate.algorithm === algorithm) as [Lane];
  const token = signed(lane);
  const characters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=.+/ \n\u00e9');

  it('is accepted', async () => {
    expect(isVerifiedToken(await lane.guard.verify(token))).toBe(true);
  });

  it('is refused with any one character changed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom(...characters), async (at, character) => {
        fc.pre(token[at] !== character);
        const changed = token.slice(0, at) + character + token.slice(at + 1);
        expect(await refusalOf(lane, changed)).toBe('invalid_token');
      }),
      runs(1_500),
    );
  });

  it('is refused with any of its last characters changed, whose bits are not all used', async () => {
    for (const segment of [0, 1, 2]) {
      const end =
        token
          .split('.')
          .slice(0, segment + 1)
          .join('.').length - 1;
      for (const character of characters.filter((other) => other !== token[end]))
        expect(await refusalOf(lane, token.slice(0, end) + character + token.slice(end + 1))).toBe('invalid_token');
    }
  });
});

function signed(lane: Lane): string {
  const { header, claims } = validDraft(lane, createRandom(runs(0).seed, 0));
  const input = [header, claims].map((part) => Buffer.from(renderMembers(part)).toString('base64url')).join('.');
  return `${input}.${lane.sign(lane.algorithm, Buffer.from(input)).toString('base64url')}`;
}

/** The code of the refusal; 'accepted' when there is none. */
function refusalOf({ guard }: Lane, token: string): Promise<string> {
  return guard.verify(token).then(
    () => 'accepted',
    (error: unknown) => (isJwtGuardError(error) ? error.code : String(error)),
  );
}

function isDeeplyFrozen(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Object.isFrozen(value) && Object.values(value).every(isDeeplyFrozen);
}
