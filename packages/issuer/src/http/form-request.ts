import type { IncomingMessage } from 'node:http';

import { TokenRequestError } from '../errors/token-request-error.js';
import { mediaTypeOf } from './media-type.js';
import { readBody } from './read-body.js';
import type { ReadBody } from './read-body.js';

/** The parameters of a request to an OAuth endpoint, each once. */
export interface Form {
  /** Undefined for what was not sent, or sent without a value. */
  get(name: string): string | undefined;
  /** @throws {TokenRequestError} `invalid_request` when it is missing. */
  require(name: string): string;
  /** All values of a parameter that may be repeated. */
  all(name: string): readonly string[];
}

/**
 * Reads a request to an OAuth endpoint: a POST with a form, nothing in the URL, no parameter twice.
 *
 * @param repeatable - the parameters that may be repeated
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-3.2 RFC 6749 §3.2}
 * @throws {TokenRequestError} (as rejection) `invalid_request` otherwise.
 */
export async function readForm(request: IncomingMessage, repeatable: readonly string[] = []): Promise<Form> {
  assertFormRequest(request);
  const values = valuesOf(await readBody(request));
  const all = (name: string): readonly string[] => values.get(name) ?? [];
  if ([...values].some(([name, { length }]) => length > 1 && !repeatable.includes(name)))
    throw new TokenRequestError('invalid_request', 'parameter_repeated');
  const get = (name: string): string | undefined => all(name)[0];

  return Object.freeze<Form>({
    all,
    get,
    require: (name) => {
      const value = get(name);
      if (value === undefined) throw new TokenRequestError('invalid_request', 'parameter_missing');
      return value;
    },
  });
}

function assertFormRequest(request: IncomingMessage): void {
  if (request.method !== 'POST') throw new TokenRequestError('invalid_request', 'method');
  if (/\?./.test(request.url ?? '')) throw new TokenRequestError('invalid_request', 'parameter_in_url');
  if (mediaTypeOf(request) !== 'application/x-www-form-urlencoded')
    throw new TokenRequestError('invalid_request', 'content_type');
}

/** What was sent without a value counts as not sent (RFC 6749 §3.2). */
function valuesOf(body: ReadBody): ReadonlyMap<string, readonly string[]> {
  const pairs = typeof body === 'string' ? new URLSearchParams(body) : parsedPairs(body);
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) if (value !== '') values.set(name, [...(values.get(name) ?? []), value]);
  return values;
}

/** A body parser makes lists of what was repeated, and objects of brackets, which no parameter has. */
function parsedPairs(body: Readonly<Record<string, unknown>>): readonly (readonly [string, string])[] {
  return Object.entries(body).flatMap(([name, value]) => textsOf(value).map((text) => [name, text] as const));
}

function textsOf(value: unknown): readonly string[] {
  const texts: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (texts.every((text) => typeof text === 'string')) return texts;
  throw new TokenRequestError('invalid_request', 'parameter_malformed');
}
