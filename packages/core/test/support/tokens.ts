import { generateKeyPairSync, sign } from 'node:crypto';
import type { JwtVerifierOptions, RequestLike } from '@jwt-guard/core';

export const issuer = 'https://auth.example.com';
export const audience = 'https://api.example.com';
/** The moment at which all tests of this folder happen. */
export const nowSeconds = 1_800_000_000;

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** The PEM of the key that {@link tokenFor} signs with. */
export const publicKeyPem: string = publicKey.export({ type: 'spki', format: 'pem' }).toString();

/** Options of a verifier that accepts {@link tokenFor}. */
export const verifierOptions = {
  issuer,
  audience,
  publicKey: publicKeyPem,
  clock: () => nowSeconds * 1_000,
} satisfies JwtVerifierOptions;

/** A signed access token; a claim given as undefined is left out. */
export function tokenFor(claims: Record<string, unknown> = {}, header: Record<string, unknown> = {}): string {
  const signingInput = [
    { alg: 'ES256', typ: 'at+jwt', ...header },
    { iss: issuer, aud: audience, sub: 'alice', iat: nowSeconds - 10, exp: nowSeconds + 300, ...claims },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = sign('sha256', Buffer.from(signingInput), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${signingInput}.${signature.toString('base64url')}`;
}

/** A request with these headers, in this order: `requestWith(['Authorization', 'Bearer x'])`. */
export function requestWith(...headers: readonly (readonly [name: string, value: string])[]): RequestLike {
  return { method: 'GET', rawHeaders: headers.flat() };
}

/** A request with a Bearer token. */
export function bearer(token: string): RequestLike {
  return requestWith(['Authorization', `Bearer ${token}`]);
}

/** Each UTF-16 code unit as a text of its own, lone surrogates among them. */
export const everyCodeUnit: readonly string[] = Array.from({ length: 0x1_00_00 }, (_, code) =>
  String.fromCharCode(code),
);
