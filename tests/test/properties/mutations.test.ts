import { isJwtGuardError } from '@jwt-guard/core';
import { generateToken } from '../../src/differential/generate-token.js';
import { createLanes } from '../../src/differential/lane.js';
import type { Lane } from '../../src/differential/lane.js';
import { createRandom } from '../../src/differential/random.js';
import { readRunSettings } from '../../src/differential/run-settings.js';
import { tokenMutations } from '../../src/differential/token-mutations.js';

const { seed, count } = readRunSettings(10_000);
const lanes = createLanes().map(({ lane }) => lane);

// Not ES256: each of its signatures has a legal twin, which a mutation makes. What follows from it is tested apart.
describe.each(['HS256', 'EdDSA'])('S-47 · of 10,000 mutations of a token by %s', (algorithm) => {
  const [lane] = lanes.filter((candidate) => candidate.algorithm === algorithm) as [Lane];
  const token = validToken(lane, 0);
  const other = validToken(lane, 1_000);
  const outcomes = new Map<string, string>();

  beforeAll(async () => {
    for (let index = 0; index < count; index += 1) {
      const mutant = mutantOf(index);
      const outcome = await outcomeOf(lane, mutant);
      if (outcome !== 'invalid_token') outcomes.set(`SEED=${seed}, index ${index}: ${mutant}`, outcome);
    }
  }, 300_000);

  it('none is accepted, and none meets another error than ours', () => {
    expect(Object.fromEntries(outcomes)).toEqual({});
  });

  it('the token itself is still accepted after them', async () => {
    expect(await outcomeOf(lane, token)).toBe('accepted');
  });

  function mutantOf(index: number): string {
    const random = createRandom(seed, index);
    let mutant = token;
    for (let times = random.pick([1, 1, 1, 2, 3]); times > 0 || mutant === token || mutant === other; times -= 1)
      mutant = random.pick(tokenMutations).apply({ token: mutant, other }, random).token;
    return mutant;
  }
});

/** The first token from an index on that nothing was changed in. */
function validToken(lane: Lane, from: number): string {
  for (let index = from; ; index += 1) {
    const { mutations, signedAgain, token } = generateToken([{ lane, percent: 100 }], seed, index);
    if (mutations.length === 0 && !signedAgain) return token;
  }
}

function outcomeOf({ guard }: Lane, token: string): Promise<string> {
  return guard.verify(token).then(
    () => 'accepted',
    (error: unknown) => (isJwtGuardError(error) ? error.code : String(error)),
  );
}
