import { bytesOf, inLine, onPool } from './one-shot.js';

/**
 * The physical limit of a call: the one-shot alone, on bytes that were taken apart before. It reads no claim and finds no key,
 * so it is no contestant, and accepts what it must not.
 */
export const limits = [
  { name: 'bare, in line', verifier: (setting, tokens) => overAll(tokens, inLine(setting)) },
  { name: 'bare, on the pool', verifier: (setting, tokens) => overAll(tokens, onPool(setting)) },
];

function overAll(tokens, verifyBytes) {
  if (!verifyBytes) return undefined;
  const apart = new Map(tokens.map((token) => [token, bytesOf(token)]));
  return (token) => verifyBytes(apart.get(token));
}
