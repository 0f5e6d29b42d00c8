import { describeReport } from '../../src/differential/describe-report.js';
import { createLanes } from '../../src/differential/lane.js';
import { runDifferential } from '../../src/differential/run-differential.js';
import type { DifferentialReport } from '../../src/differential/run-differential.js';
import { readRunSettings } from '../../src/differential/run-settings.js';

const settings = readRunSettings(100_000);

describe('J1, J3, J4, J5, J11, J12 · on every token of a seeded run', () => {
  let report: DifferentialReport;

  beforeAll(async () => {
    report = await runDifferential(createLanes(), settings);
    process.stdout.write(describeReport(report));
  }, 600_000);

  it('our verdict is that of jose, or a deliberate no', () => {
    expect(report.faults).toEqual([]);
  });

  // A run that was cut down to replay one token proves nothing about shares.
  const ofWholeRun = settings.count >= 100_000 ? it : it.skip;

  ofWholeRun('at least 30 % are structural mutants that the right key signed', () => {
    expect(report.signedAgain / report.count).toBeGreaterThanOrEqual(0.3);
  });

  ofWholeRun('at least 5 % are accepted by both', () => {
    expect(report.acceptedByBoth / report.count).toBeGreaterThanOrEqual(0.05);
  });

  ofWholeRun('each deliberate reason is met', () => {
    expect([...report.deliberate].filter(([, tokens]) => tokens === 0)).toEqual([]);
  });
});
