import { constants, createHash, privateEncrypt, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** The object identifier of SHA-256, in DER. */
const sha256 = [0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01] as const;

/** How an RSASSA-PSS encoding is made. */
export interface PssShape {
  readonly hash: string;
  readonly mgfHash: string;
  /** Bytes. */
  readonly saltLength: number;
}

/** Applies the private key to a whole block as it stands: any padding can be signed, right or wrong. */
export function signRsaBlock(key: KeyObject, block: Uint8Array): Buffer {
  return privateEncrypt({ key, padding: constants.RSA_NO_PADDING }, block);
}

/** EMSA-PSS for a 2048-bit key (RFC 8017 §9.1.1), with any salt length and mask hash. */
export function pssBlock(data: Uint8Array, { hash, mgfHash, saltLength }: PssShape): Buffer {
  const salt = randomBytes(saltLength);
  const digest = createHash(hash).update(data).digest();
  const seed = createHash(hash).update(Buffer.alloc(8)).update(digest).update(salt).digest();
  const db = Buffer.concat([Buffer.alloc(256 - saltLength - seed.length - 2), Buffer.from([1]), salt]);
  const masked = xor(db, mgf1(seed, db.length, mgfHash));
  masked.writeUInt8(masked.readUInt8(0) & 0x7f, 0);
  return Buffer.concat([masked, seed, Buffer.from([0xbc])]);
}

/** EMSA-PKCS1-v1_5 over SHA-256 for a 2048-bit key, as it should be (RFC 8017 §9.2). */
export function pkcs1Block(data: Uint8Array): Buffer {
  const digest = createHash('sha256').update(data).digest();
  return block([0x00, 0x01], digestInfo(digest));
}

/** Wrong EMSA-PKCS1-v1_5 blocks over SHA-256 for a 2048-bit key, by what is wrong with them (RFC 8017 §9.2). */
export function wrongPkcs1Blocks(data: Uint8Array): Readonly<Record<string, Buffer>> {
  const digest = createHash('sha256').update(data).digest();
  const info = digestInfo(digest);
  const noNull = Buffer.from([0x30, 0x2f, 0x30, 0x0b, ...sha256, 0x04, 0x20, ...digest]);
  const longLengths = Buffer.from([0x30, 0x81, 0x31, 0x30, 0x0d, ...sha256, 0x05, 0x00, 0x04, 0x20, ...digest]);
  const sha384Name = Buffer.from(info);
  sha384Name.writeUInt8(0x02, 14);
  const header = [0x00, 0x01];
  return {
    'no NULL in the algorithm': block(header, noNull),
    'BER lengths': block(header, longLengths),
    'the name of another hash': block(header, sha384Name),
    'no algorithm at all': block(header, digest),
    'block type 2': block([0x00, 0x02], info),
    'block type 0': block([0x00, 0x00], info),
    'padding other than ff': withByte(block(header, info), 100, 0xfe),
    'a zero byte inside the padding': withByte(block(header, info), 100, 0x00),
    'no zero byte after the padding': withByte(block(header, info), 256 - info.length - 1, 0xff),
    'short padding and garbage at the end (Bleichenbacher 2006)': garbageAtEnd(info),
    'garbage inside the parameters': block(header, garbageInParameters(digest)),
  };
}

function digestInfo(digest: Buffer): Buffer {
  return Buffer.from([0x30, 0x31, 0x30, 0x0d, ...sha256, 0x05, 0x00, 0x04, 0x20, ...digest]);
}

function block(header: readonly number[], info: Buffer): Buffer {
  return Buffer.concat([Buffer.from(header), Buffer.alloc(256 - 3 - info.length, 0xff), Buffer.from([0]), info]);
}

function garbageAtEnd(info: Buffer): Buffer {
  const start = Buffer.concat([Buffer.from([0x00, 0x01]), Buffer.alloc(8, 0xff), Buffer.from([0]), info]);
  return Buffer.concat([start, randomBytes(256 - start.length)]);
}

/** An octet string of 64 bytes where NULL belongs. */
function garbageInParameters(digest: Buffer): Buffer {
  const parameters = [0x04, 0x40, ...randomBytes(64)];
  const identifier = [0x30, sha256.length + parameters.length, ...sha256, ...parameters];
  return Buffer.from([0x30, identifier.length + 2 + digest.length, ...identifier, 0x04, 0x20, ...digest]);
}

function withByte(bytes: Buffer, offset: number, value: number): Buffer {
  bytes.writeUInt8(value, offset);
  return bytes;
}

function mgf1(seed: Buffer, length: number, hash: string): Buffer {
  const blocks: Buffer[] = [];
  for (let counter = 0; blocks.length * 20 < length; counter += 1) {
    const index = Buffer.alloc(4);
    index.writeUInt32BE(counter);
    blocks.push(createHash(hash).update(seed).update(index).digest());
  }
  return Buffer.concat(blocks).subarray(0, length);
}

function xor(a: Buffer, b: Buffer): Buffer {
  return Buffer.from(a.map((byte, index) => byte ^ b.readUInt8(index)));
}
