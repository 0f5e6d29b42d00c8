import type { JoseHeader } from './jose-header.js';
import type { JsonObject } from './strict-json.js';

/** Where a credential came from. */
export type TokenSource = 'header' | 'cookie';

/** The claims of a token when no schema types them. */
export interface JwtClaims extends JsonObject {
  readonly iss: string;
  readonly exp: number;
  readonly sub?: string;
  readonly aud?: string | readonly string[];
  readonly nbf?: number;
  readonly iat?: number;
  readonly jti?: string;
  readonly client_id?: string;
  readonly scope?: string;
}

/** A token that was verified: signature, issuer, audience, time, kind. Deeply read-only and frozen. */
export interface VerifiedToken<Claims = JwtClaims> {
  readonly header: JoseHeader;
  readonly claims: Claims;
  readonly issuer: string;
  /** The `sub` claim. */
  readonly subject?: string;
  /** The client that the token was issued to: the `client_id` claim, else `azp`, unless `clientIdFrom` names another. */
  readonly clientId?: string;
  /** The `jti` claim: what one token is revoked by. */
  readonly jti?: string;
  /** The `sid` claim: the session that the token belongs to. */
  readonly sessionId?: string;
  /** The granted scopes; empty when there are none. */
  readonly scopes: readonly string[];
  /** Seconds since the epoch. */
  readonly expiresAt: number;
  /** Where the credential came from; absent when a bare string was verified. */
  readonly source?: TokenSource;
  /** The token itself. Not enumerable: neither JSON, nor a spread, nor a log line of the object holds it. */
  readonly token: string;
}

/** What a {@link VerifiedToken} is made of. */
export interface VerifiedTokenFields<Claims> {
  readonly header: JoseHeader;
  readonly claims: Claims;
  readonly issuer: string;
  readonly subject?: string | undefined;
  readonly clientId?: string | undefined;
  readonly jti?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
  readonly source?: TokenSource | undefined;
  readonly token: string;
  /** The claims as they stood in the token, before a schema changed them: requirements read these. */
  readonly rawClaims: JsonObject;
  readonly roles: readonly string[];
}

/** What requirements read of a token. */
export type Grants = Pick<VerifiedTokenFields<unknown>, 'rawClaims' | 'roles' | 'scopes'>;

const grantsKey: unique symbol = Symbol.for('@jwt-guard/grants') as never;

/** Makes the frozen result of a verification. */
export function createVerifiedToken<Claims>(fields: VerifiedTokenFields<Claims>): VerifiedToken<Claims> {
  return Object.freeze(new Verified(fields));
}

/** A class for what its objects must not show: private members stand in no JSON, no spread and no log line. */
class Verified<Claims> implements VerifiedToken<Claims> {
  readonly header: JoseHeader;
  readonly claims: Claims;
  readonly issuer: string;
  declare readonly subject?: string;
  declare readonly clientId?: string;
  declare readonly jti?: string;
  declare readonly sessionId?: string;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
  declare readonly source?: TokenSource;
  readonly #token: string;
  readonly #rawClaims: JsonObject;
  readonly #roles: readonly string[];

  constructor(fields: VerifiedTokenFields<Claims>) {
    const { subject, clientId, jti, sessionId, source } = fields;
    this.header = fields.header;
    this.claims = fields.claims;
    this.issuer = fields.issuer;
    this.scopes = fields.scopes;
    this.expiresAt = fields.expiresAt;
    if (subject !== undefined) this.subject = subject;
    if (clientId !== undefined) this.clientId = clientId;
    if (jti !== undefined) this.jti = jti;
    if (sessionId !== undefined) this.sessionId = sessionId;
    if (source !== undefined) this.source = source;
    this.#token = fields.token;
    this.#rawClaims = fields.rawClaims;
    this.#roles = fields.roles;
  }

  get token(): string {
    return this.#token;
  }

  get [grantsKey](): Grants {
    return Object.freeze({ rawClaims: this.#rawClaims, roles: this.#roles, scopes: this.scopes });
  }
}

/** Tells whether a value is a token that this library verified. Nothing that comes in a request can look like one. */
export function isVerifiedToken(value: unknown): value is VerifiedToken {
  return typeof value === 'object' && value !== null && grantsKey in value;
}

/**
 * What a token grants, for requirements.
 *
 * @throws {TypeError} When the token was not verified by this library.
 */
export function grantsOf(token: VerifiedToken<unknown>): Grants {
  if (!isVerifiedToken(token)) throw new TypeError('not a verified token');
  return (token as unknown as { readonly [grantsKey]: Grants })[grantsKey];
}
