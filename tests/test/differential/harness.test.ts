import { createJwtVerifier, InvalidTokenError } from '@jwt-guard/core';
import { compareVerdicts } from '../../src/differential/compare-verdicts.js';
import { deliberateRefusals } from '../../src/differential/deliberate.js';
import { generateToken } from '../../src/differential/generate-token.js';
import { createLanes } from '../../src/differential/lane.js';
import type { Lane } from '../../src/differential/lane.js';
import { terms } from '../../src/differential/terms.js';
import { runDifferential } from '../../src/differential/run-differential.js';

const lanes = createLanes().map((weighted) => weighted.lane);
const lane = laneOf('HS256');
const run = { seed: 1, count: 500, start: 0 };

function faultsWith(changes: Partial<Lane>): Promise<readonly string[]> {
  return runDifferential([{ lane: { ...lane, ...changes }, percent: 100 }], run).then(({ faults }) => faults);
}

describe('the differential test', () => {
  it('finds nothing between two that agree', async () => {
    expect(await faultsWith({})).toEqual([]);
  });

  it('notices a verifier that accepts more than jose', async () => {
    const guard = { verify: () => Promise.resolve({} as never) };
    expect((await faultsWith({ guard })).join('\n')).toContain('accepted by us alone');
  });

  it('notices a verifier that accepts what stands on the list of deliberate refusals', async () => {
    const generous = (token: unknown) =>
      lane.oracle(token as string).catch(() => Promise.reject(new InvalidTokenError('malformed')));
    const faults = await faultsWith({ guard: { verify: generous as never } });
    expect(faults.join('\n')).toContain('stands on the list');
  });

  it('notices a refusal for no deliberate reason', async () => {
    const { issuer, audience, nowSeconds } = terms;
    const secret = Buffer.from('another secret of 32 bytes or more, by far');
    const guard = createJwtVerifier({ issuer, audience, secret, clock: () => nowSeconds * 1_000 });
    expect((await faultsWith({ guard })).join('\n')).toContain('refused as signature_mismatch by us alone');
  });

  it('notices an error that is none of ours', async () => {
    const guard = { verify: () => Promise.reject(new TypeError('of something undefined')) };
    expect((await faultsWith({ guard })).join('\n')).toContain('an unexpected error: TypeError');
  });

  it('notices an answer that blames the key source for the token', async () => {
    const guard = createJwtVerifier({
      issuer: terms.issuer,
      audience: terms.audience,
      clock: () => terms.nowSeconds * 1_000,
      keys: { find: () => Promise.reject(new Error('down')) },
      algorithms: ['ES256'],
    });
    const es256 = laneOf('ES256');
    const generated = generateToken([{ lane: { ...es256, guard }, percent: 100 }], 1, 0);
    const valid = { ...generated, token: (await validToken(es256)).token };
    expect(await compareVerdicts(valid)).toMatchObject({ outcome: 'fault' });
  });

  it('makes the same token for the same seed and index', () => {
    const tokens = (seed: number): string[] =>
      Array.from({ length: 200 }, (_, index) => generateToken([{ lane, percent: 100 }], seed, index).token);
    expect(tokens(5)).toEqual(tokens(5));
    expect(tokens(6)).not.toEqual(tokens(5));
  });

  it('gives each deliberate refusal a name of its own and a sentence', () => {
    expect(new Set(deliberateRefusals.map(({ name }) => name)).size).toBe(deliberateRefusals.length);
    for (const { because } of deliberateRefusals) expect(because).toMatch(/^[A-Z].*\.$/);
  });
});

async function validToken(of: Lane): Promise<{ token: string }> {
  for (let index = 0; ; index += 1) {
    const generated = generateToken([{ lane: of, percent: 100 }], 1, index);
    if ((await compareVerdicts(generated)).outcome === 'accepted by both') return generated;
  }
}

function laneOf(algorithm: string): Lane {
  const found = lanes.find((candidate) => candidate.algorithm === algorithm);
  if (found === undefined) throw new RangeError(`no lane signs by ${algorithm}`);
  return found;
}
