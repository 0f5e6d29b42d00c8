import { keyChanges } from '../../src/keys/key-changes.js';
import { testKey, verificationKey } from '../support/keys.js';

const a = verificationKey(testKey('ES256', 'a'));
const b = verificationKey(testKey('ES256', 'b'));
const name = (kid: string): object => ({ kid, algorithm: 'ES256' });

describe('keyChanges', () => {
  it('K9 · tells which keys have come, and which have gone', () => {
    expect(keyChanges([a], [b])).toEqual({ added: [name('b')], removed: [name('a')] });
    expect(keyChanges([a], [a, b])).toEqual({ added: [name('b')], removed: [] });
    expect(keyChanges([a, b], [b, a])).toEqual({ added: [], removed: [] });
  });

  it('K9 · takes another key under the same kid, or for another algorithm, for another key', () => {
    expect(keyChanges([a], [{ ...b, kid: 'a' }])).toEqual({ added: [name('a')], removed: [name('a')] });
    expect(keyChanges([a], [{ ...a, algorithm: 'ES384' }])).toMatchObject({ added: [{ algorithm: 'ES384' }] });
  });

  it('K9 · takes the same key under another kid for another key, since tokens name it by its kid', () => {
    expect(keyChanges([a], [{ ...a, kid: 'b' }])).toEqual({ added: [name('b')], removed: [name('a')] });
  });

  it('K9 · names a key without kid by its algorithm', () => {
    const { algorithm, keyObject } = a;
    expect(keyChanges([], [{ algorithm, keyObject }])).toStrictEqual({ added: [{ algorithm: 'ES256' }], removed: [] });
  });
});
