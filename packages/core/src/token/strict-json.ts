import { isUtf8 } from 'node:buffer';

/** Any JSON value, read-only. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
/** A JSON object, read-only. */
export interface JsonObject {
  readonly [name: string]: JsonValue | undefined;
}

const maxDepth = 32;

/**
 * Parses one JSON object and freezes it: valid UTF-8 without BOM, member names unique at every depth, at most 32 levels,
 * no lone surrogates, no member named `__proto__` (a copy of it by assignment would change a prototype).
 *
 * @throws {SyntaxError} Otherwise. The message carries nothing of the text.
 */
export function parseJsonObject(bytes: Buffer): JsonObject {
  // Anybody can send what is no JSON: it must not cost a stack, which takes longer than all the reading.
  const stackTraceLimit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return parseStrictly(bytes);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function parseStrictly(bytes: Buffer): JsonObject {
  if (!isUtf8(bytes)) throw new SyntaxError('not valid UTF-8');
  const text = bytes.toString('utf8');
  const escapes = text.includes('\\');
  const members = countWritten(text, escapes);
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new SyntaxError('not a JSON object');
  // JSON.parse keeps the last of two members with one name, so a text with duplicates holds more members than its value.
  if (freezeAndCount(value, escapes) !== members) throw new SyntaxError('duplicate member names');
  return value as JsonObject;
}

/** JSON.parse, with its errors (which quote the text) replaced. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SyntaxError('not JSON');
  }
}

/** Counts the members of all objects in the text by their colons, and bounds the depth before anything recurses. */
function countWritten(text: string, escapes: boolean): number {
  let members = 0;
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    switch (text.charCodeAt(index)) {
      case 0x22: // "
        index = escapes ? endOfEscapedString(text, index + 1) : endOfString(text, index + 1);
        break;
      case 0x3a: // :
        members += 1;
        break;
      case 0x7b: // {
      case 0x5b: // [
        depth += 1;
        if (depth > maxDepth) throw new SyntaxError('nested too deeply');
        break;
      case 0x7d: // }
      case 0x5d: // ]
        depth -= 1;
    }
  }
  return members;
}

function endOfString(text: string, from: number): number {
  const end = text.indexOf('"', from);
  return end === -1 ? text.length : end;
}

function endOfEscapedString(text: string, from: number): number {
  let index = from;
  while (index < text.length && text.charCodeAt(index) !== 0x22) index += text.charCodeAt(index) === 0x5c ? 2 : 1;
  return index;
}

function freezeAndCount(value: unknown, escapes: boolean): number {
  if (typeof value === 'string') return requireWellFormed(value, escapes);
  if (typeof value !== 'object' || value === null) return 0;
  const count = Array.isArray(value) ? countItems(value, escapes) : countMembers(value as JsonObject, escapes);
  Object.freeze(value);
  return count;
}

function countItems(items: readonly unknown[], escapes: boolean): number {
  let count = 0;
  for (const item of items) count += freezeAndCount(item, escapes);
  return count;
}

function countMembers(object: JsonObject, escapes: boolean): number {
  const names = Object.keys(object);
  let count = names.length;
  for (const name of names) {
    if (name === '__proto__') throw new SyntaxError('a member named __proto__');
    requireWellFormed(name, escapes);
    count += freezeAndCount(object[name], escapes);
  }
  return count;
}

/** Only an escape can smuggle half a surrogate pair into valid UTF-8. Later encoders would throw on it. */
function requireWellFormed(text: string, escapes: boolean): 0 {
  if (escapes && !text.isWellFormed()) throw new SyntaxError('a lone surrogate');
  return 0;
}
