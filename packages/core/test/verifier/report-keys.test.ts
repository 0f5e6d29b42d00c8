import { createSecurityEventEmitter } from '../../src/events/security-event-emitter.js';
import { reportKeys } from '../../src/verifier/report-keys.js';

describe('reportKeys', () => {
  it('K1, K9 · tells of metadata that cannot be had, and for how long the last ones count', () => {
    const events = createSecurityEventEmitter();
    const heard: unknown[] = [];
    events.on('metadataFailed', (event) => heard.push(event));
    const error = new Error('down');
    reportKeys(events, 'https://issuer.example', { outcome: 'metadata-failed', error, trustedForMs: 1_001 });
    expect(heard).toEqual([{ issuer: 'https://issuer.example', error, usableForSeconds: 2 }]);
  });
});
