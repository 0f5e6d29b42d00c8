/** The order of P-256. */
const p256Order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
/** The order of Ed25519's base point. */
const ed25519Order = 2n ** 252n + 27742317777372353535851937790883648493n;

/** The other valid signature that everyone can make of an ES256 one: (r, n − s). */
export function ecdsaTwin(signature: Buffer): Buffer {
  const s = toBigInt(signature.subarray(32));
  return Buffer.concat([signature.subarray(0, 32), toBytes(p256Order - s, 32)]);
}

/** An ES256 signature in DER, as OpenSSL and Java write it and JWS does not. */
export function ecdsaDer(signature: Buffer): Buffer {
  const body = Buffer.concat([derInteger(signature.subarray(0, 32)), derInteger(signature.subarray(32))]);
  return Buffer.concat([Buffer.from([0x30, body.length]), body]);
}

/** ES256 signatures with values outside [1, n − 1]. */
export function outOfRangeEcdsa(signature: Buffer): Readonly<Record<string, Buffer>> {
  const [r, s, n, zero] = [signature.subarray(0, 32), signature.subarray(32), toBytes(p256Order, 32), Buffer.alloc(32)];
  const pair = (first: Buffer, second: Buffer): Buffer => Buffer.concat([first, second]);
  return {
    'r = 0, s = 0': pair(zero, zero),
    'r = 0': pair(zero, s),
    's = 0': pair(r, zero),
    'r = n, s = n': pair(n, n),
    'r = n': pair(n, s),
    's = n': pair(r, n),
    'r and s of ones': Buffer.alloc(64, 0xff),
    'r and s swapped': pair(s, r),
  };
}

/** Ed25519 (R, S + L): the same equation holds, and RFC 8032 §5.1.7 refuses it. */
export function ed25519Twin(signature: Buffer): Buffer {
  const s = toBigInt(Buffer.from(signature.subarray(32)).reverse());
  return Buffer.concat([signature.subarray(0, 32), toBytes(s + ed25519Order, 32).reverse()]);
}

function derInteger(bytes: Buffer): Buffer {
  const start = bytes.findIndex((byte) => byte !== 0);
  const digits = bytes.subarray(start);
  const padded = digits.readUInt8(0) >= 0x80 ? Buffer.concat([Buffer.from([0]), digits]) : digits;
  return Buffer.concat([Buffer.from([0x02, padded.length]), padded]);
}

function toBigInt(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}

function toBytes(value: bigint, length: number): Buffer {
  return Buffer.from(value.toString(16).padStart(length * 2, '0'), 'hex');
}
