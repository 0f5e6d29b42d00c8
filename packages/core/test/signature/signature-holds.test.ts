import { signatureHolds } from '../../src/signature/signature-holds.js';
import { signBytes, testKey, verificationKey } from '../support/keys.js';

const signer = testKey('ES256');
const signingInput = Buffer.from('header.claims');
const signature = signBytes(signer, signingInput);
const misfit = { ...verificationKey(signer), keyObject: testKey('HS256').keyObject };

describe('signatureHolds', () => {
  it('J7 · tells a signature that holds from one that does not', async () => {
    expect(await signatureHolds(verificationKey(signer), { signingInput, signature })).toBe(true);
    expect(await signatureHolds(verificationKey(signer), { signingInput, signature: Buffer.alloc(64, 1) })).toBe(false);
  });

  it('J7 · takes what cannot even be tried, in line or on the pool, for one that does not hold', async () => {
    const all = [1, 2, 3].map(async () => signatureHolds(misfit, { signingInput, signature }));
    await expect(Promise.all(all)).resolves.toEqual([false, false, false]);
  });
});
