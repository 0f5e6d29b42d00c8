import type { Mutation } from './mutation.js';
import type { Random } from './random.js';

/** How many points the curve of ES256 has. */
export const orderOfP256 = 0xffff_ffff_0000_0000_ffff_ffff_ffff_ffff_bce6_faad_a717_9e84_f3b9_cac2_fc63_2551n;

/** Changes of the bytes of a signature. */
export const signatureMutations: readonly Mutation<Buffer>[] = [
  { name: 'a signature of zeros', apply: (signature) => Buffer.alloc(signature.length) },
  { name: 'a byte less of signature', apply: (signature) => signature.subarray(0, -1) },
  {
    name: 'a byte more of signature',
    apply: (signature, random) => Buffer.concat([signature, Buffer.from([random.below(256)])]),
  },
  { name: 'a leading zero', apply: (signature) => Buffer.concat([Buffer.from([0]), signature]) },
  {
    name: 'signature padded to another curve',
    apply: (signature) =>
      Buffer.concat([Buffer.alloc(16), signature.subarray(0, 32), Buffer.alloc(16), signature.subarray(32)]),
  },
  {
    name: 'a flipped bit of signature',
    apply: flippedBit,
  },
  { name: 'an all-ones signature', apply: (signature) => Buffer.alloc(signature.length, 0xff) },
  { name: 'signature as DER', apply: (signature) => der([signature.subarray(0, 32), signature.subarray(32)]) },
  // Legal twins: whoever holds a token can make another of it, so nothing may be keyed by the text of a token.
  {
    name: 'the ECDSA twin',
    apply: (signature) =>
      signature.length === 64
        ? withS(signature, (s) => (((orderOfP256 - s) % orderOfP256) + orderOfP256) % orderOfP256)
        : signature,
  },
  { name: 's and the order', apply: (signature) => withS(signature, (s) => s + orderOfP256) },
];

function withS(signature: Buffer, change: (s: bigint) => bigint): Buffer {
  const s = BigInt(`0x${signature.subarray(32).toString('hex') || '0'}`);
  const changed = change(s).toString(16);
  return Buffer.concat([
    signature.subarray(0, 32),
    Buffer.from(changed.padStart(changed.length <= 64 ? 64 : changed.length + (changed.length % 2), '0'), 'hex'),
  ]);
}

function flippedBit(signature: Buffer, random: Random): Buffer {
  const flipped = Buffer.from(signature);
  const at = random.below(signature.length);
  if (at < flipped.length) flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << random.below(8)), at);
  return flipped;
}

function der(integers: readonly Buffer[]): Buffer {
  const encoded = integers.map((integer) => {
    const positive = (integer[0] ?? 0) < 0x80 ? integer : Buffer.concat([Buffer.from([0]), integer]);
    return Buffer.concat([Buffer.from([0x02, positive.length & 0x7f]), positive]);
  });
  const body = Buffer.concat(encoded);
  return Buffer.concat([Buffer.from([0x30, body.length & 0x7f]), body]);
}
