import type { IncomingMessage } from 'node:http';

const maxLength = 256;

/** What the user may recognise the device by, where the application does not say: the `User-Agent`, in plain characters. */
export function deviceOf({ headers }: IncomingMessage): { readonly device?: string } {
  const device = (headers['user-agent'] ?? '').replace(/[^\x20-\x7e]/g, '').slice(0, maxLength);
  return device === '' ? {} : { device };
}
