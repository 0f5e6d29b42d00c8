import { sign } from 'node:crypto';

import type { TestKey } from './test-key.js';

const ecdsaWithSha256 = Buffer.from('06082a8648ce3d040302', 'hex');
const sha256WithRsa = Buffer.from('06092a864886f70d01010b', 'hex');
const commonName = Buffer.from('0603550403', 'hex');

/**
 * An X.509 certificate of an EC or RSA key by that key itself, as DER.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc5280#section-4.1 RFC 5280 §4.1}
 */
export function selfSignedCertificate({ privateKey, publicKey }: TestKey): Buffer {
  const isRsa = publicKey.asymmetricKeyType === 'rsa';
  const algorithm = isRsa ? sequence(sha256WithRsa, element(0x05)) : sequence(ecdsaWithSha256);
  const name = sequence(element(0x31, sequence(commonName, element(0x0c, Buffer.from('issuer.test')))));
  const body = sequence(
    element(0xa0, element(0x02, Buffer.from([2]))),
    element(0x02, Buffer.from([1])),
    algorithm,
    name,
    sequence(time('250101000000Z'), time('450101000000Z')),
    name,
    publicKey.export({ format: 'der', type: 'spki' }),
  );
  return sequence(body, algorithm, element(0x03, Buffer.from([0]), sign('sha256', body, privateKey)));
}

function sequence(...contents: readonly Uint8Array[]): Buffer {
  return element(0x30, ...contents);
}

function time(text: string): Buffer {
  return element(0x17, Buffer.from(text));
}

/** A DER element: tag, length, contents. */
function element(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
