import type { GeneratedToken } from './assemble-token.js';
import { dissect } from './dissection.js';
import type { Dissection } from './dissection.js';
import { orderOfP256 } from './signature-mutations.js';
import { terms } from './terms.js';

const { issuer, audience, nowSeconds, clockTolerance } = terms;

/**
 * Says why a token must not be accepted, whoever accepts it; undefined when it may be. It knows who signed what because
 * the token was made here, and reads the claims without any code of the libraries that are compared.
 */
export function forgeryIn({ token, genuine, lane }: GeneratedToken): string | undefined {
  const isSigned = genuine.some((signed) => signed === token || (lane.algorithm === 'ES256' && isTwin(signed, token)));
  if (!isSigned) return 'no right key has signed it';
  const dissection = dissect(token, lane);
  return violations.find(({ is }) => is(dissection))?.name;
}

/** What no token may do, by the policy that all verifiers are told. */
const violations: readonly { readonly name: string; readonly is: (token: Dissection) => boolean }[] = [
  { name: 'it is not three segments', is: ({ segments }) => segments.length !== 3 },
  { name: 'its header is no JSON object', is: ({ header }) => !header.isObject },
  { name: 'its payload is no JSON object', is: ({ claims }) => !claims.isObject },
  { name: 'it names another algorithm', is: ({ header, lane }) => header.members['alg'] !== lane.algorithm },
  { name: 'it has a critical extension', is: ({ header }) => 'crit' in header.members },
  { name: 'another issuer', is: ({ claims }) => claims.members['iss'] !== issuer },
  { name: 'another audience', is: ({ claims }) => ![claims.members['aud']].flat().includes(audience) },
  { name: 'it has expired, or never does', is: ({ claims }) => !isAfterNow(claims.members['exp']) },
  {
    name: 'it is not valid yet',
    is: ({ claims: { members } }) => 'nbf' in members && !isReached(members['nbf']),
  },
];

function isAfterNow(seconds: unknown): boolean {
  return typeof seconds === 'number' && seconds > nowSeconds - clockTolerance && Number.isFinite(seconds);
}

function isReached(seconds: unknown): boolean {
  return typeof seconds === 'number' && seconds <= nowSeconds + clockTolerance;
}

/** Every ECDSA signature (r, s) has a legal second one, (r, n - s), that anybody can compute. */
function isTwin(signed: string, token: string): boolean {
  const at = signed.lastIndexOf('.') + 1;
  if (token.length !== signed.length || token.slice(0, at) !== signed.slice(0, at)) return false;
  const [one, other] = [signed, token].map((text) => Buffer.from(text.slice(at), 'base64url')) as [Buffer, Buffer];
  if (one.length !== 64 || other.length !== 64 || !one.subarray(0, 32).equals(other.subarray(0, 32))) return false;
  return other.toString('base64url') === token.slice(at) && scalarOf(one) + scalarOf(other) === orderOfP256;
}

function scalarOf(signature: Buffer): bigint {
  return BigInt(`0x${signature.subarray(32).toString('hex')}`);
}
