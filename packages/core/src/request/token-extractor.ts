import type { TokenSource } from '../token/verified-token.js';
import type { RequestLike } from './request-like.js';

/** A port: one place of a request where a credential may stand. */
export interface TokenExtractor {
  /** `cookie` for whatever a browser sends by itself: such a credential needs the check against forged cross-site requests. */
  readonly source: TokenSource;
  /**
   * Answers the token, or undefined when there is none.
   *
   * @throws {InvalidRequestError} When it stands there twice.
   * @throws {InvalidTokenError} When what stands there cannot be a token.
   */
  extract(request: RequestLike): string | undefined;
}
