import { isUtf8 } from 'node:buffer';
import type { Lane } from './lane.js';

/** A token as a generous reader sees it: nothing here shares code with what is tested. */
export interface Dissection {
  readonly lane: Pick<Lane, 'algorithm' | 'kid'>;
  readonly token: string;
  readonly segments: readonly string[];
  readonly header: JsonPart;
  readonly claims: JsonPart;
}

/** One of the two JSON objects of a token. */
export interface JsonPart {
  readonly bytes: Buffer;
  /** Whether the bytes are UTF-8 that says one JSON object; the rest is empty where no reading finds one. */
  readonly isObject: boolean;
  readonly members: Readonly<Record<string, unknown>>;
  /** The deepest nesting, the object itself being 1. */
  readonly depth: number;
  /** All names of members at any depth, with those of one object in one list. */
  readonly names: readonly (readonly string[])[];
  /** All strings that are values, at any depth. */
  readonly strings: readonly string[];
}

/** Takes a token apart that somebody accepted. */
export function dissect(token: string, lane: Dissection['lane']): Dissection {
  const segments = token.split('.');
  return { lane, token, segments, header: jsonPart(segments[0] ?? ''), claims: jsonPart(segments[1] ?? '') };
}

function jsonPart(segment: string): JsonPart {
  const bytes = Buffer.from(segment, 'base64url');
  // It takes a byte order mark away and puts U+FFFD for what is no UTF-8.
  const text = new TextDecoder().decode(bytes);
  const members = objectIn(text);
  if (members === undefined) return { bytes, isObject: false, members: {}, depth: 0, names: [], strings: [] };
  return { bytes, isObject: isUtf8(bytes), members, ...structureOf(text) };
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

const tokens = /(?<text>"(?:[^"\\]|\\.)*")(?<colon>\s*:)?|(?<opening>[{[])|(?<closing>[}\]])/gs;

/** Follows the structure of a text that is known to be JSON. */
function structureOf(json: string): Pick<JsonPart, 'depth' | 'names' | 'strings'> {
  const open: string[][] = [];
  const names: string[][] = [];
  const strings: string[] = [];
  let depth = 0;
  for (const { groups = {} } of json.matchAll(tokens)) {
    const { text, colon, opening, closing } = groups;
    if (opening !== undefined) {
      const own: string[] = [];
      names.push(own);
      depth = Math.max(depth, open.push(own));
    }
    if (closing !== undefined) open.pop();
    if (text === undefined) continue;
    (colon === undefined ? strings : (open.at(-1) ?? [])).push(JSON.parse(text) as string);
  }
  return { depth, names, strings };
}
