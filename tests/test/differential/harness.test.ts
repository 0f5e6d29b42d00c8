import { createJwtVerifier, InvalidTokenError } from '@jwt-guard/core';
import { deliberateRefusals } from '../../src/differential/deliberate.js';
import { generateToken } from '../../src/differential/generate-token.js';
import { createJudge } from '../../src/differential/judge.js';
import { createLanes } from '../../src/differential/lane.js';
import type { Lane } from '../../src/differential/lane.js';
import { allPeers } from '../../src/differential/peers/all-peers.js';
import { jose } from '../../src/differential/peers/jose.js';
import { runDifferential } from '../../src/differential/run-differential.js';
import type { Finding } from '../../src/differential/run-differential.js';
import { terms } from '../../src/differential/terms.js';

const lanes = createLanes().map((weighted) => weighted.lane);
const lane = laneOf('HS256');
const run = { seed: 1, count: 500, start: 0 };
const { issuer, audience, nowSeconds } = terms;

async function findingsWith(guard: Lane['guard'], peers = [jose]): Promise<readonly Finding[]> {
  const { findings } = await runDifferential({ lanes: [{ lane: { ...lane, guard }, percent: 100 }], peers }, run);
  return findings;
}

async function textsWith(guard: Lane['guard'], peers = [jose]): Promise<string> {
  return (await findingsWith(guard, peers)).map(({ text }) => text).join('\n');
}

/** A verifier of ours that is wrong for some tokens alone. */
function lenientOn(isTaken: (token: string) => boolean): Lane['guard'] {
  return { verify: (token) => (isTaken(token as string) ? Promise.resolve({} as never) : lane.guard.verify(token)) };
}

describe('the differential test', () => {
  it('finds nothing between those that agree', async () => {
    expect(await findingsWith(lane.guard, [...allPeers])).toEqual([]);
  });

  it('notices a verifier that accepts more than jose', async () => {
    expect(await textsWith({ verify: () => Promise.resolve({} as never) })).toContain(
      'accepted by us, refused by jose, for no reason on its list',
    );
  });

  it('notices a forged token that is accepted, with no peer to compare with', async () => {
    const texts = await textsWith({ verify: () => Promise.resolve({} as never) }, []);
    expect(texts).toContain('a forged token is accepted: no right key has signed it');
    expect(texts).toContain('a forged token is accepted: its payload is no JSON object');
  });

  it('notices a valid token that is refused, with no peer to compare with', async () => {
    const refusing = { verify: () => Promise.reject(new InvalidTokenError('expired')) };
    expect(await textsWith(refusing, [])).toContain('a valid token is refused as expired');
  });

  it('notices a verifier that accepts what stands on the list of deliberate refusals', async () => {
    const verifyByJose = jose.verifierOf(lane);
    const generous = async (token: unknown): Promise<never> => {
      try {
        return (await verifyByJose(token as string)) as never;
      } catch {
        throw new InvalidTokenError('malformed');
      }
    };
    expect(await textsWith({ verify: generous })).toContain('stands on the list');
  });

  it('notices a refusal for no deliberate reason', async () => {
    const secret = Buffer.from('another secret of 32 bytes or more, by far');
    const guard = createJwtVerifier({ issuer, audience, secret, clock: () => nowSeconds * 1_000, explain: false });
    expect(await textsWith(guard)).toContain('refused as signature_mismatch by us, accepted by jose');
  });

  it('notices an error that is none of ours', async () => {
    const guard = { verify: () => Promise.reject(new TypeError('of something undefined')) };
    expect(await textsWith(guard)).toContain('an unexpected error: TypeError');
  });

  it('notices an answer that blames the key source for the token', async () => {
    const es256 = laneOf('ES256');
    const guard = createJwtVerifier({
      issuer,
      audience,
      clock: () => nowSeconds * 1_000,
      keys: { find: () => Promise.reject(new Error('down')) },
      algorithms: ['ES256'],
      explain: false,
    });
    const weighted = [{ lane: { ...es256, guard }, percent: 100 }];
    const { findings } = await createJudge(weighted, [jose])(firstValid(weighted[0]?.lane ?? es256));
    expect(findings).toEqual([expect.stringContaining('an unexpected error')]);
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

describe('a finding', () => {
  it('is made small: one change and no claim that does not matter', async () => {
    const verifyLeniently = lenientOn((token) => payloadOf(token).includes('"cnf"'));
    const findings = await findingsWith(verifyLeniently);
    const accepted = findings.filter(({ text }) => text.includes('"bound to a key"'));
    expect(accepted.length).toBeGreaterThan(0);
    for (const { smallest } of accepted) {
      expect(smallest.mutations).toEqual(['claim cnf']);
      expect(Object.keys(JSON.parse(payloadOf(smallest.token)) as object)).toEqual(['cnf']);
    }
  });

  it('says by which index it can be made again', async () => {
    const guard = lenientOn((token) => payloadOf(token).includes('"cnf"'));
    const [first] = await findingsWith(guard);
    const again = await runDifferential(
      { lanes: [{ lane: { ...lane, guard }, percent: 100 }], peers: [jose] },
      { seed: run.seed, count: 1, start: first?.index ?? 0 },
    );
    expect(again.findings).toContainEqual(
      expect.objectContaining({ text: first?.text, index: first?.index, mutations: first?.mutations }),
    );
  });
});

function payloadOf(token: string): string {
  return Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
}

function firstValid(of: Lane): ReturnType<typeof generateToken> {
  for (let index = 0; ; index += 1) {
    const generated = generateToken([{ lane: of, percent: 100 }], 1, index);
    if (generated.mutations.length === 0) return generated;
  }
}

function laneOf(algorithm: string): Lane {
  const found = lanes.find((candidate) => candidate.algorithm === algorithm);
  if (found === undefined) throw new RangeError(`no lane signs by ${algorithm}`);
  return found;
}
