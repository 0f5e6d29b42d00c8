import { createCombinedSource } from '../../src/keys/combined-source.js';
import type { KeySource } from '../../src/keys/key-source.js';
import { testKey, verificationKey } from '../support/keys.js';

const [ec, hmac] = [verificationKey(testKey('ES256')), verificationKey(testKey('HS256'))];
const never: KeySource['find'] = () => new Promise(() => undefined);

describe('createCombinedSource', () => {
  it('tells the keys at hand of all its parts, and asks none of them', () => {
    const combined = createCombinedSource([
      { source: { find: never, atHand: () => [ec] }, algorithms: ['ES256'] },
      { source: { find: never }, algorithms: ['ES256'] },
      { source: { find: never, atHand: () => [hmac] }, algorithms: ['HS256'] },
    ]);
    expect(combined.atHand?.()).toEqual([ec, hmac]);
  });
});
