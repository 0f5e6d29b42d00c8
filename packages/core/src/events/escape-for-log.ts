import { escapeUnprintable } from './escape-unprintable.js';

const maxLength = 64;

/** Makes hostile text safe for a log line or a terminal: at most 64 characters, and nothing but printable ASCII unescaped. */
export function escapeForLog(text: string): string {
  return escapeUnprintable(text.slice(0, maxLength));
}
