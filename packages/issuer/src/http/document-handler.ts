import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { RequestHandler } from './request-handler.js';

/** A public JSON document and how it may be kept. */
export interface PublicDocument {
  readonly contentType: string;
  readonly maxAgeSeconds: number;
  /** Asked on each request: the document may change. */
  readonly read: () => Promise<object>;
}

/**
 * Serves a public JSON document: GET and HEAD, `Cache-Control`, a strong `ETag`, 304 for who has it already. A document that
 * cannot be read is 503 with `Retry-After`.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2 RFC 9110 §13.1.2}
 */
export function createDocumentHandler(document: PublicDocument): RequestHandler {
  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      end(response, 405, { Allow: 'GET, HEAD', 'Cache-Control': 'no-store' });
      return;
    }
    answer(document, request, response).catch(() => {
      if (!response.headersSent) end(response, 503, { 'Retry-After': '1', 'Cache-Control': 'no-store' });
      else response.destroy();
    });
  };
}

async function answer(
  { contentType, maxAgeSeconds, read }: PublicDocument,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = JSON.stringify(await read());
  const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
  const validators = { ETag: etag, 'Cache-Control': `public, max-age=${maxAgeSeconds}` };
  if (names(request.headers['if-none-match'], etag)) {
    end(response, 304, validators);
    return;
  }
  const headers = {
    ...validators,
    'Content-Type': contentType,
    'Content-Length': Buffer.byteLength(body),
    'X-Content-Type-Options': 'nosniff',
  };
  end(response, 200, request.method === 'HEAD' ? headers : { ...headers, body });
}

function names(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(',').some((candidate) => ['*', etag, `W/${etag}`].includes(candidate.trim()));
}

/** Header fields, and the body where there is one. */
type AnswerFields = Readonly<Record<string, string | number>> & { readonly body?: string };

function end(response: ServerResponse, status: number, { body, ...headers }: AnswerFields): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.end(body);
}
