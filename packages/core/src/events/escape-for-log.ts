const maxLength = 64;

/** Makes hostile text safe for a log line or a terminal: at most 64 characters, and nothing but printable ASCII unescaped. */
export function escapeForLog(text: string): string {
  return text
    .slice(0, maxLength)
    .replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
