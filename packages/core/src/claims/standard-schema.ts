import { InvalidTokenError } from '../errors/invalid-token-error.js';
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
 * @returns the schema's output, which types the verified token
 * @throws {InvalidTokenError} `claims_schema` when the schema finds issues, or throws.
 */
export async function validateClaims<Output>(claims: JsonObject, schema: StandardSchema<Output>): Promise<Output> {
  const result = await validate(claims, schema);
  if (result.issues !== undefined) throw new InvalidTokenError('claims_schema', { cause: schemaIssues(result.issues) });
  return freezeDeep(result.value);
}

/** Freezes what a schema made anew; what it passed through of the claims is frozen already. */
function freezeDeep<T>(value: T): T {
  // Views of bytes (a Buffer that a schema decoded) cannot be frozen: trying throws.
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const member of Object.values(value)) freezeDeep(member);
  return value;
}

async function validate<Output>(claims: JsonObject, schema: StandardSchema<Output>): Promise<SchemaResult<Output>> {
  try {
    return await schema['~standard'].validate(claims);
  } catch (cause) {
    throw new InvalidTokenError('claims_schema', { cause });
  }
}
