import { gzipSync } from 'node:zlib';
import type { Fault, FaultedExchange } from './fault.js';

const spoils = ['keys', 'metadata'] as const;

/** A page in place of the document, as gateways and login walls send it. */
export const html = (): Fault => ({
  name: '200 with HTML',
  meaning: 'A page of HTML comes in place of the document, with status 200.',
  spoils,
  answer: ({ response }) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end('<!doctype html><title>Please sign in</title>');
  },
});

/** The right document under a content type that is not JSON. */
export const wrongContentType = (): Fault => ({
  name: 'wrong content type',
  meaning: 'The right document comes as text/plain.',
  spoils,
  answer: (exchange) => {
    exchange.response.writeHead(200, { 'content-type': 'text/plain' });
    exchange.response.end(JSON.stringify(documentOf(exchange)));
  },
});

/** A small body that inflates to a large one. @param inflatedBytes - 32 MiB */
export const gzipBomb = (inflatedBytes: number = 32 * 1024 * 1024): Fault => {
  const bomb = gzipSync(Buffer.alloc(inflatedBytes, ' ')); // White space, which is JSON as far as it goes.
  return {
    name: 'gzip bomb',
    meaning: 'A few kilobytes inflate to many megabytes.',
    spoils,
    answer: ({ response }) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      response.end(bomb);
    },
  };
};

function documentOf({ asked, jwks, metadata }: FaultedExchange): unknown {
  return asked === 'keys' ? jwks : metadata;
}
