import { isObject } from '@jwt-guard/core';
import type { IncomingMessage } from 'node:http';

import { TokenRequestError } from '../errors/token-request-error.js';
import type { TokenRequestReason } from '../errors/token-request-error.js';

const maxBytes = 16_384;
const timeLimitMs = 10_000;

/** The body: its text, or an object where a body parser ran before. */
export type ReadBody = string | Readonly<Record<string, unknown>>;

/**
 * Reads the body of a request, or takes what a body parser before made of it. A body that takes longer than ten seconds
 * ends the connection.
 *
 * @throws {TokenRequestError} (as rejection) `invalid_request` for more than 16 KiB, and when the client hangs up.
 */
export async function readBody(request: IncomingMessage): Promise<ReadBody> {
  const { body } = request as { readonly body?: unknown };
  // Not by `body`: Express 4 sets an empty object where no parser felt responsible, and nothing has been read then.
  if (!request.readableDidRead && !request.readableEnded) return (await bytesOf(request)).toString('utf8');
  if (Buffer.isBuffer(body)) return body.toString('utf8');
  return typeof body === 'string' || isObject(body) ? body : '';
}

function bytesOf(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(() => request.destroy(), timeLimitMs);

    function stop(): void {
      clearTimeout(timer);
      request.off('data', take).off('end', finish).off('close', hangUp);
    }
    function refuse(reason: TokenRequestReason): void {
      stop();
      request.resume();
      reject(new TokenRequestError('invalid_request', reason));
    }
    function take(chunk: Buffer): void {
      size += chunk.length;
      if (size > maxBytes) refuse('body_too_large');
      else chunks.push(chunk);
    }
    function finish(): void {
      stop();
      resolve(Buffer.concat(chunks));
    }
    function hangUp(): void {
      refuse('body_malformed');
    }
    // An error is followed by `close`; unheard it would end the process.
    request.on('error', () => undefined);
    request.on('data', take).on('end', finish).on('close', hangUp);
  });
}
