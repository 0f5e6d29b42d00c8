import type { IncomingMessage } from 'node:http';

/** The media type of a body, in lower case and without its parameters. */
export function mediaTypeOf({ headers }: IncomingMessage): string | undefined {
  return headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
}
