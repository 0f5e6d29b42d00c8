import { TokenNotIssuedError } from '../errors/token-not-issued-error.js';

/** Control characters, line separators, and what turns the reading direction around: they forge lines of a log. */
const unsafeCharacters = /[\p{Cc}\p{Cs}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const maxLength = 1_024;

/**
 * A name that stands in a token and later in logs, paths and database keys: `sub`, `client_id`, `aud`, `sid`.
 *
 * @throws {TokenNotIssuedError} When it is no string, is empty, longer than 1,024 characters, or holds a lone surrogate, control or
 *   direction character.
 */
export function identifier(value: unknown, claim: string): string {
  if (typeof value !== 'string' || value === '') {
    throw new TokenNotIssuedError('claim_missing', { claim, remedy: 'pass a string that is not empty.' });
  }
  if (value.length > maxLength || unsafeCharacters.test(value)) {
    throw new TokenNotIssuedError('claim_malformed', {
      claim,
      remedy: `pass at most ${maxLength} characters, none of them a control or direction character or half a surrogate pair.`,
    });
  }
  return value;
}
