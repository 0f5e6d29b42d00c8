import { escapeUnprintable } from '../events/escape-unprintable.js';

const maxLength = 200;
const maxItems = 8;

/** A text in quotes, safe for logs and terminals: cut at 200 characters. */
export function quoted(text: string): string {
  return `"${escapeUnprintable(text.slice(0, maxLength))}"`;
}

/** Texts in quotes, the first eight of them. */
export function quotedList(texts: readonly string[]): string {
  const shown = texts.slice(0, maxItems).map(quoted).join(', ');
  return texts.length > maxItems ? `${shown} and ${texts.length - maxItems} more` : shown || 'none';
}
