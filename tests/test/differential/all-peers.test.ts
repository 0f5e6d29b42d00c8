import { claimsMutations } from '../../src/differential/claims-mutations.js';
import { createLanes } from '../../src/differential/lane.js';
import { allPeers } from '../../src/differential/peers/all-peers.js';
import { runDifferential } from '../../src/differential/run-differential.js';
import type { DifferentialReport } from '../../src/differential/run-differential.js';
import { tokenMutations } from '../../src/differential/token-mutations.js';

// `npm run fuzz` is the same with a million tokens.
describe('A1 · on every token of a short seeded run', () => {
  const count = 3_000;
  let report: DifferentialReport;

  beforeAll(async () => {
    report = await runDifferential({ lanes: createLanes(), peers: allPeers }, { seed: 5, count, start: 0 });
  }, 120_000);

  it('no forged one is accepted, no valid one refused, no error is unexpected, and each peer agrees or is listed', () => {
    expect(report.findings).toEqual([]);
    expect(report.tally.tokens).toBe(count);
  });

  it.each(allPeers.map(({ name }) => name))('%s accepts, refuses, and is less strict', (name) => {
    const outcomes = report.tally.peers.get(name)?.outcomes ?? new Map<string, number>();
    for (const outcome of ['accepted by both', 'refused by both', 'false acceptance'])
      expect(outcomes.get(outcome)).toBeGreaterThan(100);
  });

  it('each kind of change is made', () => {
    const { mutations } = report.tally;
    for (const { name } of [...claimsMutations, ...tokenMutations]) expect([name, mutations.has(name)]).toEqual([name, true]);
    expect(mutations.get('signed by a stranger')).toBeGreaterThan(0);
  });
}); // prettier-ignore

describe('the list of a peer', () => {
  it.each(allPeers)('of $name gives each entry a name of its own and a reason in words', ({ falseRefusals, falseAcceptances }) => {
    const entries = [...falseRefusals, ...falseAcceptances];
    expect(new Set(entries.map(({ name }) => name)).size).toBe(entries.length);
    for (const { because } of entries) expect(because).toMatch(/^[A-Z].{20,}\.$/);
  });

  it.each(allPeers)('of $name applies to nothing that is plainly valid', ({ falseRefusals, falseAcceptances }) => {
    const members = { alg: 'HS256' };
    const part = { bytes: Buffer.from('{}'), isObject: true, members, depth: 1, names: [['alg']], strings: ['HS256'] };
    const lane = { algorithm: 'HS256' } as const;
    const claims = { ...part, members: { exp: 1_795_000_060 } };
    const valid = { lane, token: 'e30.e30.e30A', segments: ['e30', 'e30', 'e30A'], header: part, claims };
    expect([...falseRefusals, ...falseAcceptances].filter(({ applies }) => applies(valid))).toEqual([]);
  });
}); // prettier-ignore
