/** Escapes all but printable ASCII, so that a text can neither begin a line of its own nor command a terminal. */
export function escapeUnprintable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
