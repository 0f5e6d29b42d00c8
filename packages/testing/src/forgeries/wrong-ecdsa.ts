import { outOfRangeEcdsa } from './curve-signatures.js';
import { segmentsOf } from './forge.js';
import type { ForgedToken, ForgeryTarget } from './forgery.js';

/** Good ES256 tokens with signatures of other lengths, and with values that no signer makes. */
export function wrongEcdsa(target: ForgeryTarget): readonly ForgedToken[] {
  const zeros = (count: number): Buffer => Buffer.alloc(count);
  const wrong: Readonly<Record<string, (signature: Buffer) => Buffer>> = {
    '63 bytes': (signature) => signature.subarray(0, 63),
    '65 bytes, zero at the end': (signature) => Buffer.concat([signature, zeros(1)]),
    '65 bytes, zero at the start': (signature) => Buffer.concat([zeros(1), signature]),
    '66 bytes, zeros before r and s': (signature) =>
      Buffer.concat([zeros(1), signature.subarray(0, 32), zeros(1), signature.subarray(32)]),
    '96 bytes': (signature) => Buffer.concat([zeros(16), signature.subarray(0, 32), zeros(16), signature.subarray(32)]),
    '132 bytes': (signature) =>
      Buffer.concat([zeros(34), signature.subarray(0, 32), zeros(34), signature.subarray(32)]),
    '32 bytes': (signature) => signature.subarray(0, 32),
  };
  const [header, claims, text] = segmentsOf(target.tokenFor({ algorithm: 'ES256' }));
  const signature = Buffer.from(text, 'base64url');
  return [
    ...Object.entries(wrong).map(([variant, change]) => [variant, change(signature)] as const),
    ...Object.entries(outOfRangeEcdsa(signature)),
  ].map(([variant, bytes]) => ({ variant, token: `${header}.${claims}.${bytes.toString('base64url')}` }));
}
