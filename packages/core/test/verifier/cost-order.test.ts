import type { TokenReason } from '../../src/errors/reason.js';
import type { KeySource } from '../../src/keys/key-source.js';
import { createJwtVerifier } from '../../src/verifier/jwt-verifier.js';
import { signText, testKey, verificationKey } from '../support/keys.js';
import { refusal } from '../support/refusal.js';

const nowSeconds = 1_800_000_000;
const issuer = 'https://issuer.example';
const audience = 'https://api.example';
const key = testKey('ES256');
const attacker = testKey('ES256', 'attacker');
/** Past the longest token that is read. */
const tooLong = 20_000;

/** What each stage says, and what it and those before it have asked for by then. */
const stages = {
  size: { reason: 'malformed', uses: { clock: 0, keys: 0 } },
  alphabet: { reason: 'malformed', uses: { clock: 0, keys: 0 } },
  JSON: { reason: 'malformed', uses: { clock: 0, keys: 0 } },
  issuer: { reason: 'issuer_not_trusted', uses: { clock: 0, keys: 0 } },
  time: { reason: 'expired', uses: { clock: 1, keys: 0 } },
  key: { reason: 'key_not_found', uses: { clock: 1, keys: 1 } },
  signature: { reason: 'signature_mismatch', uses: { clock: 1, keys: 1 } },
} satisfies Record<string, { reason: TokenReason; uses: { clock: number; keys: number } }>;

type Stage = keyof typeof stages;

const order = Object.keys(stages) as readonly Stage[];
const pairs = order.flatMap((first, index) => order.slice(index + 1).map((second) => [first, second] as const));

/** A token that each of these stages has to refuse. */
function tokenWith(...faults: readonly Stage[]): string {
  const has = (fault: Stage): boolean => faults.includes(fault);
  const header = JSON.stringify({ alg: 'ES256', kid: has('key') ? 'unknown' : key.kid });
  const claims = JSON.stringify({
    iss: has('issuer') ? 'https://other.example' : issuer,
    aud: audience,
    exp: nowSeconds + (has('time') ? -60 : 60),
    ...(has('size') && { note: 'x'.repeat(tooLong) }),
  });
  const token = signText(has('signature') ? attacker : key, header, has('JSON') ? claims.slice(0, -1) : claims);
  return has('alphabet') ? token.replace(/.\.(?=[^.]*$)/, '!.') : token;
}

function countingVerifier() {
  const uses = { clock: 0, keys: 0 };
  const keys: KeySource = {
    find: ({ kid }) => {
      uses.keys += 1;
      return kid === key.kid ? [verificationKey(key)] : [];
    },
  };
  const clock = (): number => {
    uses.clock += 1;
    return nowSeconds * 1_000;
  };
  return { verifier: createJwtVerifier({ issuer, audience, keys, clock }), uses };
}

describe('the cost order: size, alphabet, JSON, issuer, time, key, signature', () => {
  it('accepts the token without a fault', async () => {
    await expect(countingVerifier().verifier.verify(tokenWith())).resolves.toMatchObject({ issuer });
  });

  it.each(pairs)(
    'A4 · refuses a token with a fault of %s and one of %s for the first, and asks no further',
    async (...faults) => {
      const { reason, uses: expected } = stages[faults[0]];
      const { verifier, uses } = countingVerifier();
      await expect(verifier.verify(tokenWith(...faults))).rejects.toThrow(refusal(reason));
      expect(uses).toEqual(expected);
    },
  );

  it.each(order)('A4 · refuses a token that has every fault from %s on for this one', async (first) => {
    const { reason, uses: expected } = stages[first];
    const { verifier, uses } = countingVerifier();
    const token = tokenWith(...order.slice(order.indexOf(first)));
    await expect(verifier.verify(token)).rejects.toThrow(refusal(reason));
    expect(uses).toEqual(expected);
  });
});
