import { isObject } from '../options/own-options.js';
import { quoted } from './quoted.js';

const maxMessages = 4;

/** What an error says, and those that caused it, the first four; undefined where there is none. Whatever it says, it is safe for logs. */
export function failureText(error: unknown): string | undefined {
  const messages = [...new Set(messagesOf(error, maxMessages))].slice(0, maxMessages);
  return messages.length === 0 ? undefined : messages.map(quoted).join(', by ');
}

/** @param depth - an error may be its own cause */
function messagesOf(error: unknown, depth: number): readonly string[] {
  if (depth === 0 || !isObject(error)) return [];
  const { message, errors, cause } = error;
  const inner: readonly unknown[] = Array.isArray(errors) ? errors.slice(0, maxMessages) : [cause];
  const own = typeof message === 'string' && message !== '' ? [message] : [];
  return [...own, ...inner.flatMap((each) => messagesOf(each, depth - 1))];
}
