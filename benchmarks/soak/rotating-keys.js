import { createKeys } from '../fixture/tokens.js';

/**
 * Keys that rotate as an issuer's should: a key is published for a whole period before it signs, and stays for a whole
 * period after it has signed last.
 *
 * @returns `current()`, which signs; `jwks()`, what is published; and `rotate()`
 */
export function createRotatingKeys(algorithm) {
  const published = [createKeys(algorithm), createKeys(algorithm), createKeys(algorithm)];
  return {
    current: () => published[1],
    jwks: () => ({ keys: published.flatMap(({ jwks }) => jwks.keys) }),
    rotate: () => {
      published.shift();
      published.push(createKeys(algorithm));
    },
  };
}
