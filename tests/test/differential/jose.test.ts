import { describeReport } from '../../src/differential/fuzz/describe-report.js';
import { createLanes } from '../../src/differential/lane.js';
import { jose } from '../../src/differential/peers/jose.js';
import { runDifferential } from '../../src/differential/run-differential.js';
import type { DifferentialReport } from '../../src/differential/run-differential.js';
import { readRunSettings } from '../../src/differential/run-settings.js';

const settings = readRunSettings(100_000);

describe('J1, J3, J4, J5, J11, J12 · on every token of a seeded run', () => {
  let report: DifferentialReport;

  beforeAll(async () => {
    const startedAt = performance.now();
    report = await runDifferential({ lanes: createLanes(), peers: [jose] }, settings);
    const seconds = (performance.now() - startedAt) / 1_000;
    process.stdout.write(describeReport(report, { seed: settings.seed, seconds }));
  }, 600_000);

  it('our verdict is that of jose, or a deliberate no', () => {
    expect(report.findings).toEqual([]);
  });

  // A run that was cut down to replay one token proves nothing about shares.
  const ofWholeRun = settings.count >= 100_000 ? it : it.skip;

  ofWholeRun('at least 30 % are structural mutants that the right key signed', () => {
    expect(report.tally.signedAgain / report.tally.tokens).toBeGreaterThanOrEqual(0.3);
  });

  ofWholeRun('at least 5 % are accepted by both', () => {
    const accepted = report.tally.peers.get('jose')?.outcomes.get('accepted by both') ?? 0;
    expect(accepted / report.tally.tokens).toBeGreaterThanOrEqual(0.05);
  });

  ofWholeRun('each deliberate reason is met', () => {
    const met = report.tally.peers.get('jose')?.falseAcceptances ?? new Map<string, number>();
    expect([...met].filter(([, tokens]) => tokens === 0)).toEqual([]);
  });
});
