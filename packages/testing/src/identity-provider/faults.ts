import { connectionReset, hanging, slowBody, slowHeaders, truncated } from './connection-faults.js';
import { gzipBomb, html, wrongContentType } from './content-faults.js';
import { duplicateKid, emptySet, keyRemoved, kidReused, octKey, oneBadKey, tooManyKeys } from './key-set-faults.js';
import { issuerMismatch, movedJwksUri } from './metadata-faults.js';
import { notFound, notModified, redirect, serverError, tooManyRequests } from './status-faults.js';

/** Makes faults; each has a name and a sentence. */
export interface FaultCatalogue {
  readonly slowHeaders: typeof slowHeaders;
  readonly slowBody: typeof slowBody;
  readonly hanging: typeof hanging;
  readonly truncated: typeof truncated;
  readonly connectionReset: typeof connectionReset;
  readonly html: typeof html;
  readonly wrongContentType: typeof wrongContentType;
  readonly gzipBomb: typeof gzipBomb;
  readonly notModified: typeof notModified;
  readonly notFound: typeof notFound;
  readonly tooManyRequests: typeof tooManyRequests;
  readonly serverError: typeof serverError;
  readonly redirect: typeof redirect;
  readonly tooManyKeys: typeof tooManyKeys;
  readonly oneBadKey: typeof oneBadKey;
  readonly emptySet: typeof emptySet;
  readonly octKey: typeof octKey;
  readonly duplicateKid: typeof duplicateKid;
  readonly keyRemoved: typeof keyRemoved;
  readonly kidReused: typeof kidReused;
  readonly issuerMismatch: typeof issuerMismatch;
  readonly movedJwksUri: typeof movedJwksUri;
}

/** The catalogue, for `play()`. */
export const faults: FaultCatalogue = Object.freeze({
  slowHeaders,
  slowBody,
  hanging,
  truncated,
  connectionReset,
  html,
  wrongContentType,
  gzipBomb,
  notModified,
  notFound,
  tooManyRequests,
  serverError,
  redirect,
  tooManyKeys,
  oneBadKey,
  emptySet,
  octKey,
  duplicateKid,
  keyRemoved,
  kidReused,
  issuerMismatch,
  movedJwksUri,
});
