import type { Fault } from './fault.js';
import { sendJson } from './send-json.js';

/** The metadata speak for somebody else. */
export const issuerMismatch = (): Fault => ({
  name: 'issuer mismatch',
  meaning: 'The metadata name another issuer (RFC 8414 §3.3).',
  spoils: ['metadata'],
  answer: ({ response, metadata, issuer }) => {
    sendJson(response, { ...metadata, issuer: `${issuer}/another` });
  },
});

/** The key set moves: the metadata name its new place, and the old one is empty. */
export const movedJwksUri = (): Fault => ({
  name: 'moved jwks_uri',
  meaning: 'The key set is at another URL, which the metadata name; at the old one is nothing.',
  spoils: ['keys', 'metadata', 'elsewhere'],
  answer: ({ asked, request, response, issuer, metadata, jwks }) => {
    const moved = `${issuer}/moved/jwks.json`;
    if (asked === 'metadata') sendJson(response, { ...metadata, jwks_uri: moved });
    else if (request.url === new URL(moved).pathname) sendJson(response, jwks);
    else response.writeHead(404).end();
  },
});
