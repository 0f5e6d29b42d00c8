import { createHmac, randomBytes } from 'node:crypto';

import { hmacSha256 } from '../../src/refresh/hmac-sha256.js';

const macOf = (key: Uint8Array, ...message: readonly (string | Uint8Array)[]): string =>
  hmacSha256(key, ...message).toString('hex');

describe('the MAC of refresh tokens', () => {
  it.each([
    [
      Buffer.alloc(20, 0x0b),
      Buffer.from('Hi There'),
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    ],
    [
      Buffer.from('Jefe'),
      Buffer.from('what do ya want for nothing?'),
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    [
      Buffer.alloc(20, 0xaa),
      Buffer.alloc(50, 0xdd),
      '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
    ],
  ])('I-12 · is that of RFC 4231 (%#)', (key, message, expected) => {
    expect(macOf(key, message)).toBe(expected);
  });

  it('I-12 · is what createHmac computes, for keys up to a block and messages of any length and in any parts', () => {
    for (let length = 0; length < 3_000; length += 37) {
      const [key, message] = [randomBytes(length % 65), randomBytes(length)];
      const cut = Math.floor(length / 3);
      const expected = createHmac('sha256', key).update(message).update('käse €').digest('hex');
      expect(macOf(key, message.subarray(0, cut), message.subarray(cut), 'käse €')).toBe(expected);
    }
  });

  it('I-12 · has nothing of the message before', () => {
    const key = randomBytes(32);
    const short = macOf(key, 'short');
    macOf(randomBytes(64), randomBytes(5_000));
    expect(macOf(key, 'short')).toBe(short);
  });

  it('I-12 · is not made with a key that is longer than a block', () => {
    expect(() => macOf(randomBytes(65), 'message')).toThrow(RangeError);
  });
});
