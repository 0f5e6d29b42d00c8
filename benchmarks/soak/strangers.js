import { randomBytes, randomUUID } from 'node:crypto';
import { headersWith } from '../fixture/headers-with.js';
import { audience, issuer } from '../fixture/tokens.js';

/** As long as Node's limit on all headers of a request lets through. */
const oversizedBytes = 9_000;
const deepLevels = 2_000;
const repeatedEvery = 50;

const now = () => Math.floor(Date.now() / 1_000);
const encode = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const claims = (own = {}) => ({
  ...{ iss: issuer, aud: audience, sub: 'mallory', scope: 'read' },
  ...{ iat: now(), exp: now() + 60, jti: randomUUID() },
  ...own,
});

/**
 * What strangers send: no two of them alike, so that whatever is remembered of one is of no use for the next. All signatures
 * are random bytes.
 *
 * @param current - answers the keys that sign the good tokens
 * @returns a function that makes the next one: `headers`, and the `expected` status
 */
export function createStrangers(current) {
  const forged = (payload, kid = current().kid) => {
    const header = { alg: current().algorithm, typ: 'at+jwt', kid };
    return `${encode(header)}.${encode(payload)}.${randomBytes(64).toString('base64url')}`;
  };
  const kinds = [
    () => forged(claims(), randomUUID()),
    () => forged(claims()),
    () => forged(claims({ exp: now() - 60 })),
    () => forged(claims({ iss: `https://${randomUUID()}.example` })),
    () => randomBytes(300).toString('base64url'),
    () => forged(claims({ note: 'x'.repeat(oversizedBytes) })),
    () => forged(`{"iss":${'['.repeat(deepLevels)}${']'.repeat(deepLevels)}}`),
  ];
  let count = 0;
  return () => {
    count += 1;
    if (count % repeatedEvery === 0) return { expected: 400, headers: twice(forged(claims())) };
    return { expected: 401, headers: headersWith(kinds[count % kinds.length]()) };
  };
}

/** Two credentials in one request. */
function twice(token) {
  return Object.entries(headersWith(token)).flatMap((header) => [...header, ...header]);
}
