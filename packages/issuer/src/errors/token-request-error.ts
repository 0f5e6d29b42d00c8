const brand = Symbol.for('@jwt-guard/token-request-error');

/** The error codes of a token endpoint (RFC 6749 §5.2, `invalid_target` by RFC 8707 §2). */
export type TokenRequestErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_scope'
  | 'invalid_target'
  | 'unsupported_grant_type';

/**
 * Why a token request was refused: for operators, never for the client.
 *
 * - invalid_grant: `malformed` is no refresh token of ours · `secret_gone`: made with a secret that does not verify any
 *   more · `forged`: the MAC does not match · `unknown`, `expired`, `revoked`: the session · `reused`: the session is
 *   revoked by that · `client_mismatch`: another client or another key · `refused`: by `authorize`
 * - invalid_scope: `scope_malformed`, `scope_exceeded` · invalid_target: `audience_malformed`, `audience_exceeded`
 * - invalid_client: `client_missing`, `client_unknown`, `client_secret_mismatch`
 * - invalid_request: `parameter_missing`, `parameter_repeated`, `parameter_malformed`, `parameter_in_url`, `method`,
 *   `content_type`, `body_malformed`, `body_too_large`
 * - unsupported_grant_type: `grant_type`
 */
export type TokenRequestReason =
  | (
      | 'malformed'
      | 'secret_gone'
      | 'forged'
      | 'unknown'
      | 'expired'
      | 'revoked'
      | 'reused'
      | 'client_mismatch'
      | 'refused'
    )
  | ('scope_malformed' | 'scope_exceeded' | 'audience_malformed' | 'audience_exceeded')
  | ('client_missing' | 'client_unknown' | 'client_secret_mismatch')
  | ('parameter_missing' | 'parameter_repeated' | 'parameter_malformed' | 'parameter_in_url')
  | ('method' | 'content_type' | 'body_malformed' | 'body_too_large' | 'grant_type');

const descriptions: Readonly<Record<TokenRequestErrorCode, string>> = {
  invalid_request: 'The request is malformed.',
  invalid_client: 'The client could not be authenticated.',
  invalid_grant: 'The grant is invalid, expired or revoked.',
  invalid_scope: 'The scope is malformed, or exceeds what was granted.',
  invalid_target: 'The resource is malformed, or exceeds what was granted.',
  unsupported_grant_type: 'The grant type is not supported.',
};

/**
 * A token request was refused, and the client is told so: the error of RFC 6749 §5.2. Expected, so it captures no stack.
 *
 * The message is the `error_description`, one constant per code: all ways in which a refresh token can be wrong look the
 * same from outside. An outage is never this error but core's `StoreUnavailableError`: clients log users out on `invalid_grant`.
 */
export class TokenRequestError extends Error {
  override readonly name = 'TokenRequestError';
  /** The member `error` of the answer. */
  readonly code: TokenRequestErrorCode;
  /** For operators only: why. Never sent to the client. */
  readonly reason: TokenRequestReason;
  /** The HTTP status of the answer: 401 for `invalid_client`, else 400. */
  readonly status: 400 | 401;

  constructor(code: TokenRequestErrorCode, reason: TokenRequestReason) {
    const stackTraceLimit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(descriptions[code]);
    Error.stackTraceLimit = stackTraceLimit;
    this.code = code;
    this.reason = reason;
    this.status = code === 'invalid_client' ? 401 : 400;
    Object.defineProperty(this, brand, { value: true });
  }

  /** The same as `status`: the name that Express's and Fastify's error handling reads. */
  get statusCode(): number {
    return this.status;
  }
}

/** Tells whether a value is a {@link TokenRequestError}, also when two copies of the package are loaded. */
export function isTokenRequestError(value: unknown): value is TokenRequestError {
  return typeof value === 'object' && value !== null && brand in value;
}
