import { InvalidTokenError } from '../errors/invalid-token-error.js';
import { whenKnown } from '../ports/when-known.js';
import { isPromise } from '../ports/within-time.js';
import type { JsonObject } from '../token/strict-json.js';
import { schemaIssues } from './schema-issues.js';

/**
 * The part of Standard Schema v1 that is used: zod, valibot, arktype and others implement it.
 *
 * @see {@link https://standardschema.dev Standard Schema}
 */
export interface StandardSchema<Output = unknown> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
  };
}

/** What a schema complains about; a step of the path is a name, or an object that holds it. */
export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly unknown[] | undefined;
}

/** What a schema answers. */
export type SchemaResult<Output> =
  { readonly value: Output; readonly issues?: undefined } | { readonly issues: readonly SchemaIssue[] };

/**
 * Validates claims by the user's schema.
 *
 * @returns the schema's output, which types the verified token; a promise of it only where the schema answers by one
 * @throws {InvalidTokenError} `claims_schema` when the schema finds issues, or throws.
 */
export function validateClaims<Output>(claims: JsonObject, schema: StandardSchema<Output>): Output | Promise<Output> {
  return whenKnown(validate(claims, schema), (result) => {
    if (result.issues === undefined) return freezeDeep(result.value);
    throw new InvalidTokenError('claims_schema', { cause: schemaIssues(result.issues) });
  });
}

/** Freezes what a schema made anew; what it passed through of the claims is frozen already. */
function freezeDeep<T>(value: T): T {
  // Views of bytes (a Buffer that a schema decoded) cannot be frozen: trying throws.
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const member of Object.values(value)) freezeDeep(member);
  return value;
}

function validate<Output>(
  claims: JsonObject,
  schema: StandardSchema<Output>,
): SchemaResult<Output> | Promise<SchemaResult<Output>> {
  try {
    const result = schema['~standard'].validate(claims);
    return isPromise(result) ? Promise.resolve(result).catch(failed) : result;
  } catch (cause) {
    return failed(cause);
  }
}

function failed(cause: unknown): never {
  throw new InvalidTokenError('claims_schema', { cause });
}
