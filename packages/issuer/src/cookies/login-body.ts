import { isObject } from '@jwt-guard/core';
import type { IncomingMessage } from 'node:http';

import { TokenRequestError } from '../errors/token-request-error.js';
import { mediaTypeOf } from '../http/media-type.js';
import { readBody } from '../http/read-body.js';

/** What a login sent, unchecked: the members of a JSON object, or the fields of a form, each once. */
export type LoginBody = Readonly<Record<string, unknown>>;

/**
 * Reads the body of a login: a JSON object or a form, at most 16 KiB.
 *
 * @throws {TokenRequestError} (as rejection) `invalid_request` otherwise.
 */
export async function readLoginBody(request: IncomingMessage): Promise<LoginBody> {
  const mediaType = mediaTypeOf(request);
  if (mediaType !== 'application/json' && mediaType !== 'application/x-www-form-urlencoded')
    throw new TokenRequestError('invalid_request', 'content_type');
  const body = await readBody(request);
  if (typeof body !== 'string') return body;
  return mediaType === 'application/json' ? jsonObject(body) : formFields(body);
}

function jsonObject(text: string): LoginBody {
  const value = parsed(text);
  if (!isObject(value)) throw new TokenRequestError('invalid_request', 'body_malformed');
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function formFields(text: string): LoginBody {
  const fields = new URLSearchParams(text);
  if (new Set(fields.keys()).size < fields.size) throw new TokenRequestError('invalid_request', 'parameter_repeated');
  return Object.fromEntries(fields);
}
