import { signBytes } from '../keys/sign-bytes.js';
import type { SigningMaterial } from '../keys/sign-bytes.js';
import type { TestAlgorithm } from '../keys/test-algorithm.js';

/** What stands in a segment: a value is written as JSON, a string is the exact text, bytes are the exact bytes. */
export type SegmentContent = Readonly<Record<string, unknown>> | string | Uint8Array;

/** What {@link signCompact} signs. */
export interface CompactContent {
  readonly header: SegmentContent;
  readonly claims: SegmentContent;
  readonly key: SigningMaterial;
  /** What is signed with, whatever the header says. */
  readonly algorithm: TestAlgorithm;
}

/**
 * Signs exactly what it is given as a compact JWS, right or wrong: the tool for tokens that no honest library makes.
 * Members that are `undefined` are left out.
 */
export function signCompact({ header, claims, key, algorithm }: CompactContent): string {
  return signSegments(encodeSegment(header), encodeSegment(claims), { key, algorithm });
}

/** Signs two segments as they stand, also when they are no base64url. */
export function signSegments(
  header: string,
  claims: string,
  { key, algorithm }: Pick<CompactContent, 'key' | 'algorithm'>,
): string {
  const input = `${header}.${claims}`;
  return `${input}.${signBytes(algorithm, key, Buffer.from(input)).toString('base64url')}`;
}

/** Writes a segment as canonical base64url. */
export function encodeSegment(content: SegmentContent): string {
  if (content instanceof Uint8Array) return Buffer.from(content).toString('base64url');
  return Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)).toString('base64url');
}
