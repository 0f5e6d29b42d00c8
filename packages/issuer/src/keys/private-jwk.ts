/**
 * A private key as JWK. `alg`, where present, binds it to that algorithm; `kid` is ignored, because ours is the thumbprint.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc7517 RFC 7517}
 */
export interface PrivateJwk {
  readonly kty: string;
  readonly d: string;
  readonly alg?: string;
  readonly use?: string;
  readonly crv?: string;
  readonly x?: string;
  readonly y?: string;
  readonly n?: string;
  readonly e?: string;
  readonly p?: string;
  readonly q?: string;
  readonly dp?: string;
  readonly dq?: string;
  readonly qi?: string;
  readonly kid?: string;
  readonly key_ops?: readonly string[];
}
