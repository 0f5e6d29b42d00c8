import { createHash } from 'node:crypto';

import { InvalidOptionError } from '@jwt-guard/core';

/**
 * The prefix of all keys of a store. Braces are refused: they would put all keys on one node of a Cluster.
 *
 * @throws {InvalidOptionError} When it is empty, or has other characters than visible ASCII without braces, or over 100 of them.
 */
export function keyPrefix(prefix: unknown = 'jwt-guard'): string {
  if (typeof prefix !== 'string' || !/^[!-z|~]{1,100}$/.test(prefix)) {
    throw new InvalidOptionError('prefix', 'pass 1 to 100 visible ASCII characters, without braces.');
  }
  return prefix;
}

/** A short name for texts that anybody may have written: hostile ones included, different texts get different names. */
export function hashedName(...texts: readonly string[]): string {
  const hash = createHash('sha256');
  // As UTF-8, all halves of surrogate pairs would be one.
  for (const text of texts) hash.update(`${text.length}:`).update(text, 'utf16le');
  return hash.digest('base64url').slice(0, 32);
}
