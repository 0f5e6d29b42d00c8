import { audienceRefusal, audiencesOf } from '../claims/audience.js';
import { nonEmptyStrings } from '../options/option-checks.js';
import type { Requirement } from './requirement.js';

/**
 * Requires one of these audiences on top of the verifier's own: it narrows, and never widens. Two APIs are two guards.
 *
 * @throws {InvalidOptionError} At creation, when no audience is listed.
 * @see {@link https://www.rfc-editor.org/rfc/rfc7519#section-4.1.3 RFC 7519 §4.1.3}
 */
export function requireAudience(...audiences: readonly string[]): Requirement {
  const accepted = nonEmptyStrings(audiences, 'requireAudience', 'list at least one audience.');
  return ({ rawClaims }) => audienceRefusal(audiencesOf(rawClaims), accepted);
}
