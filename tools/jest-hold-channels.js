// The test files of one worker share the channels of node:diagnostics_channel, and each file has its own copy of our packages,
// which ends with it. Node 20 forgets the channels then, and with them those that the next file makes by the same names, whose
// events are lost. So they are held for as long as the worker lives, on the one object that all files share.
import diagnosticsChannel from 'node:diagnostics_channel';

const names = [
  ...['verified', 'rejected', 'explained', 'keysFetched', 'keysFailed', 'keysStaleUsed', 'metadataFailed'],
  ...['keyAdded', 'keyRemoved', 'issuersFailed', 'revocationUnknown', 'tokenRequestRefused'],
  ...['sessionStarted', 'rotated', 'replayedInGrace', 'reuseDetected', 'lostWrite', 'sessionRevoked'],
  ...['replicaReady', 'replicaStale', 'replicaFresh', 'replicaGap', 'replicaPartial', 'replicaFailed'],
  ...['keyPublished', 'keyActivated', 'keyRetired', 'keyRevoked', 'keyRingFailed'],
];

diagnosticsChannel[Symbol.for('jwt-guard: channels of all test files')] ??= names.map((name) =>
  diagnosticsChannel.channel(`jwt-guard:${name}`),
);
