import { describeReport } from '../../../src/differential/fuzz/describe-report.js';
import { allPeers } from '../../../src/differential/peers/all-peers.js';
import { emptyTally } from '../../../src/differential/tally.js';

const finding = {
  text: 'a forged token is accepted: another issuer',
  index: 41,
  mutations: ['claim iss', 'an odd value'],
  smallest: { mutations: ['claim iss'], token: 'e30.e30.AA', lane: 'secret', key: 'secret AA' },
};

it('says of each finding how it is made again, with its smallest token and its key', () => {
  const text = describeReport({ tally: emptyTally(allPeers), findings: [finding] }, { seed: 3, seconds: 1 });
  expect(text).toContain('1 finding:');
  for (const part of [
    finding.text,
    'npm run fuzz -- --seed 3 --only 41',
    'smallest: claim iss\n',
    'token: e30.e30.AA',
    'key: secret, secret AA',
  ])
    expect(text).toContain(part);
});

it('shows an entry of a list that was never met', () => {
  const text = describeReport({ tally: emptyTally(allPeers), findings: [] }, { seed: 3, seconds: 1 });
  expect(text).toContain('        0  the very second of exp');
  expect(text).toContain('Nothing found.');
});
