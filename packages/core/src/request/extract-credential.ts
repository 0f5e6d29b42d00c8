import { InvalidRequestError } from '../errors/invalid-request-error.js';
import type { TokenSource } from '../token/verified-token.js';
import type { RequestLike } from './request-like.js';
import type { TokenExtractor } from './token-extractor.js';

/** A token that was sent, and where it stood. */
export interface Credential {
  readonly token: string;
  readonly source: TokenSource;
}

/**
 * Takes the one credential of a request. Sources that disagree are an error, never a silent choice; where they agree the
 * header counts, since no other site can make a browser send it.
 *
 * @throws {InvalidRequestError} For several credentials.
 * @see {@link https://www.rfc-editor.org/rfc/rfc6750#section-2 RFC 6750 §2}
 */
export function extractCredential(request: RequestLike, extractors: readonly TokenExtractor[]): Credential | undefined {
  let credential: Credential | undefined;
  for (const extractor of extractors) {
    const token = extractor.extract(request);
    if (token === undefined) continue;
    if (credential !== undefined && credential.token !== token) throw new InvalidRequestError('credentials_conflict');
    if (credential?.source !== 'header') credential = { token, source: extractor.source };
  }
  return credential;
}
