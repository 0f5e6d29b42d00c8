import { createHmac, randomBytes } from 'node:crypto';
import { createJwtVerifier } from '@jwt-guard/core';
import type { JwtVerifier } from '@jwt-guard/core';
import { terms } from '../../src/differential/terms.js';
import { readRunSettings } from '../../src/differential/run-settings.js';

const secret = randomBytes(32);
const { issuer, audience, nowSeconds } = terms;

/** Claims that the verifier demands. */
export const requiredClaims: Readonly<Record<string, unknown>> = { iss: issuer, aud: audience, exp: nowSeconds + 60 };

/** Verifies what {@link signedBySecret} signs. */
export const verifier = secretVerifier({});

/** Makes a verifier of what {@link signedBySecret} signs. */
export function secretVerifier(options: { readonly maxTokenSize?: number }): JwtVerifier {
  return createJwtVerifier({ issuer, audience, secret, clock: () => nowSeconds * 1_000, ...options });
}

/** Signs the very bytes of two JSON texts, whatever they are. */
export function signedBySecret(claims: string | Uint8Array, header = '{"alg":"HS256"}'): string {
  const input = [header, claims].map((part) => Buffer.from(part as string).toString('base64url')).join('.');
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

/** How a property runs: the same in each run unless `SEED` says otherwise. */
export function runs(numRuns: number): { seed: number; numRuns: number } {
  return { seed: readRunSettings(0).seed, numRuns };
}
