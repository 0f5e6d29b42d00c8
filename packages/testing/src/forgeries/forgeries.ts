import { algorithmForgeries } from './algorithms.js';
import { kindForgeries } from './claims-kinds.js';
import { partyForgeries } from './claims-parties.js';
import { timeForgeries } from './claims-times.js';
import type { Forgery } from './forgery.js';
import { jsonForgeries } from './json.js';
import { keyForgeries } from './keys.js';
import { structureForgeries } from './structure.js';

/**
 * Every forged token of this package, by attack case: structure (S), algorithms and signatures (A), key sources (K), claims (C).
 *
 * @example
 * const target = createLocalIssuer({ algorithms: forgeryAlgorithms });
 * for (const { id, title, forge } of forgeries) for (const { token } of await forge(target)) await assert.rejects(verifier.verify(token));
 */
export const forgeries: readonly Forgery[] = Object.freeze([
  ...structureForgeries,
  ...jsonForgeries,
  ...algorithmForgeries,
  ...keyForgeries,
  ...timeForgeries,
  ...partyForgeries,
  ...kindForgeries,
]);
