import { constants, createHash, privateEncrypt, sign } from 'node:crypto';
import { compactVerify } from 'jose';
import { asymmetricAlgorithms } from '../../src/signature/algorithms.js';
import type { Algorithm } from '../../src/signature/algorithms.js';
import { verifySignature } from '../../src/signature/verify-signature.js';
import { base64url, signBytes, testKey, verificationKey } from '../support/keys.js';
import type { TestKey } from '../support/keys.js';

const algorithms: readonly Algorithm[] = [...asymmetricAlgorithms, 'HS256', 'HS384', 'HS512'];
const rsaAlgorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const;
const groupOrders = {
  ES256: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  ES384: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  ES512:
    0x1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
};

const inputFor = (alg: string): Buffer => Buffer.from(`${base64url(JSON.stringify({ alg }))}.e30`);

/** Our verdict on a signature over the input of the key's algorithm; jose must agree. */
async function verdict(key: TestKey, signature: Buffer): Promise<boolean> {
  const signingInput = inputFor(key.alg);
  const ours = await verifySignature(verificationKey(key), { signingInput, signature });
  const theirs = await compactVerify(`${signingInput.toString()}.${base64url(signature)}`, key.keyObject).then(
    () => true,
    () => false,
  );
  expect({ accepted: ours }).toEqual({ accepted: theirs });
  return ours;
}

const toBigInt = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`);
const toBytes = (value: bigint, length: number): Buffer =>
  Buffer.from(value.toString(16).padStart(length * 2, '0'), 'hex');

describe('verifySignature', () => {
  describe.each(algorithms)('%s', (alg) => {
    const key = testKey(alg);
    const signature = signBytes(key, inputFor(alg));

    it('J7 · accepts a signature by the key', async () => {
      expect(await verdict(key, signature)).toBe(true);
    });

    it('A-10 · rejects a signature with one bit flipped', async () => {
      for (const index of [0, 1, signature.length >> 1, signature.length - 1]) {
        const flipped = Buffer.from(signature);
        flipped.writeUInt8(flipped.readUInt8(index) ^ 1, index);
        expect(await verdict(key, flipped)).toBe(false);
      }
    });

    it('A-10 · A-11 · rejects a signature over other bytes, and one by another key', async () => {
      expect(await verdict(key, signBytes(key, Buffer.from('e30.e30')))).toBe(false);
      expect(await verdict(key, signBytes(testKey(alg, 'other'), inputFor(alg)))).toBe(false);
    });

    it.each([
      ['empty', Buffer.alloc(0)],
      ['one byte', Buffer.alloc(1)],
      ['cut by a byte', signature.subarray(0, -1)],
      ['longer by a zero byte', Buffer.concat([signature, Buffer.alloc(1)])],
      ['longer by a zero byte before it', Buffer.concat([Buffer.alloc(1), signature])],
      ['all zeros', Buffer.alloc(signature.length)],
      ['all ones', Buffer.alloc(signature.length, 0xff)],
      ['of 10,000 bytes', Buffer.alloc(10_000, 1)],
    ])('J7 · A-08 · A-23 · rejects, and never throws for, a signature that is %s', async (_name, wrong) => {
      expect(await verdict(key, wrong)).toBe(false);
    });
  });

  describe.each(['ES256', 'ES384', 'ES512'] as const)('%s', (alg) => {
    const key = testKey(alg);
    const order = groupOrders[alg];
    const signature = signBytes(key, inputFor(alg));
    const half = signature.length / 2;
    const [r, s] = [signature.subarray(0, half), signature.subarray(half)];

    it('J7 · A-22 · rejects the same signature as DER', async () => {
      const der = sign(`sha${alg.slice(2)}`, inputFor(alg), key.signingKey);
      expect(await verdict(key, der)).toBe(false);
    });

    it.each([63, 65, 96, 132].filter((length) => length !== signature.length))(
      'J7 · A-23 · rejects the signature cut or padded to %i bytes',
      async (length) => {
        const other = Buffer.alloc(length);
        signature.copy(other);
        expect(await verdict(key, other)).toBe(false);
      },
    );

    it.each([
      ['r = 0', Buffer.concat([Buffer.alloc(half), s])],
      ['s = 0', Buffer.concat([r, Buffer.alloc(half)])],
      ['r = n', Buffer.concat([toBytes(order, half), s])],
      ['s = n', Buffer.concat([r, toBytes(order, half)])],
      ['r = s = n', Buffer.concat([toBytes(order, half), toBytes(order, half)])],
      ['r = 1, s = n + 1', Buffer.concat([toBytes(1n, half), toBytes(order + 1n, half)])],
    ])('J7 · rejects %s, out of range', async (_name, other) => {
      expect(await verdict(key, other)).toBe(false);
    });

    it('J7 · A-24 · accepts the twin (r, n − s), which RFC 7518 allows: nothing may be keyed by the text of a token', async () => {
      expect(await verdict(key, Buffer.concat([r, toBytes(order - toBigInt(s), half)]))).toBe(true);
    });
  });

  it('J7 · rejects s + n, the same number modulo the order of the group', async () => {
    const key = testKey('ES512');
    const signature = signBytes(key, inputFor('ES512'));
    const s = toBigInt(signature.subarray(66)) + groupOrders.ES512;
    expect(await verdict(key, Buffer.concat([signature.subarray(0, 66), toBytes(s, 66)]))).toBe(false);
  });

  it.each(['EdDSA', 'Ed25519'] as const)(
    'J7 · A-26 · %s rejects S + L, the same number modulo the order',
    async (alg) => {
      const key = testKey(alg);
      const signature = signBytes(key, inputFor(alg));
      const order = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n;
      const scalar = toBigInt(Buffer.from(signature.subarray(32)).reverse()) + order;
      const twin = Buffer.concat([signature.subarray(0, 32), toBytes(scalar, 32).reverse()]);
      expect(await verdict(key, signature)).toBe(true);
      expect(await verdict(key, twin)).toBe(false);
    },
  );

  it('J7 · A-18 · verifies with an RSA key only what was signed under its one algorithm', async () => {
    const pair = testKey('RS256');
    for (const alg of rsaAlgorithms) {
      for (const signedUnder of rsaAlgorithms) {
        const signature = signBytes({ ...pair, alg: signedUnder }, inputFor(alg));
        expect(await verdict({ ...pair, alg }, signature)).toBe(alg === signedUnder);
      }
    }
  });

  it.each([0, 20, 64])('A-19 · PS256 rejects a salt of %i bytes', async (saltLength) => {
    const key = testKey('PS256');
    const pss = { key: key.signingKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
    expect(await verdict(key, sign('sha256', inputFor('PS256'), pss))).toBe(false);
  });

  it('A-20 · RS256 rejects a PKCS#1 block that is encoded in another way', async () => {
    const key = testKey('RS256');
    const digest = createHash('sha256').update(inputFor('RS256')).digest();
    const signBlock = (prefix: string, suffix = ''): Buffer =>
      privateEncrypt(key.signingKey, Buffer.concat([Buffer.from(prefix, 'hex'), digest, Buffer.from(suffix, 'hex')]));
    expect(await verdict(key, signBlock('3031300d060960864801650304020105000420'))).toBe(true);
    expect(await verdict(key, signBlock(''))).toBe(false);
    expect(await verdict(key, signBlock('302f300b06096086480165030402010420'))).toBe(false);
    expect(await verdict(key, signBlock('3031300d060960864801650304020105000420', '00'.repeat(40)))).toBe(false);
    expect(await verdict(key, signBlock('308131300d060960864801650304020105000420'))).toBe(false);
  });

  it.each([
    ['in line or on the pool', 'ES256', testKey('EdDSA')],
    ['as a secret', 'HS256', testKey('RS256')],
  ] as const)(
    'A-36 · J7 · takes what cannot even be tried, %s, for one that does not hold',
    async (_where, algorithm, other) => {
      const misfit = { algorithm, keyObject: other.keyObject };
      const signed = { signingInput: inputFor(algorithm), signature: Buffer.alloc(64) };
      const all = Array.from({ length: 9 }, async () => verifySignature(misfit, signed));
      expect(new Set(await Promise.all(all))).toEqual(new Set([false]));
    },
  );
});
