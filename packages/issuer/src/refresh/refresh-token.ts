import { createHmac, createSecretKey, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

import { InvalidOptionError } from '@jwt-guard/core';

import type { Secret } from '../keys/secret-source.js';

/** Which token of which session, and by which secret it is authenticated. */
export interface RefreshTokenContent {
  readonly secretId: string;
  /** 128 bits, base64url. */
  readonly sessionId: string;
  readonly counter: number;
}

/** What a refresh token says of itself. Nothing of it holds before {@link isAuthentic} said so. */
export interface ParsedRefreshToken extends RefreshTokenContent {
  /** What the MAC covers. */
  readonly covered: Uint8Array;
  readonly mac: Uint8Array;
}

const prefix = 'jgr_';
const version = 1;
const sessionIdBytes = 16;
const counterBytes = 6;
const macBytes = 32;
const maxSecretIdBytes = 64;
const minSecretBytes = 32;
const fixedBytes = 2 + sessionIdBytes + counterBytes + macBytes;
const maxLength = prefix.length + Math.ceil(((fixedBytes + maxSecretIdBytes) * 4) / 3);

const keyLabel = `jwt-guard refresh token v${version}`;
/** As long as their secrets are held. */
const derivedKeys = new WeakMap<Secret, Map<string, KeyObject>>();

const secretIdPattern = /^[\x21-\x7e]{1,64}$/;
const sessionIdPattern = /^[A-Za-z0-9_-]{21}[AQgw]$/;

/**
 * Writes a refresh token: `jgr_` and, in base64url, version ‖ length and text of the secret's id ‖ session id ‖ counter ‖
 * HMAC-SHA-256 over all of that, by a key that HKDF derives from the secret for this purpose and this issuer alone. The same
 * content and secret give the same token, always: nobody needs to store it.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc2104 RFC 2104} (HMAC), {@link https://www.rfc-editor.org/rfc/rfc5869 RFC 5869} (HKDF)
 */
export function writeRefreshToken(
  content: Omit<RefreshTokenContent, 'secretId'>,
  secret: Secret,
  issuer: string,
): string {
  const { id } = secret;
  const bytes = Buffer.alloc(fixedBytes + id.length);
  bytes[0] = version;
  bytes[1] = id.length;
  bytes.write(id, 2, 'latin1');
  bytes.write(content.sessionId, 2 + id.length, sessionIdBytes, 'base64url');
  bytes.writeUIntBE(content.counter, 2 + id.length + sessionIdBytes, counterBytes);
  bytes.set(macOf(bytes.subarray(0, -macBytes), secret, issuer), bytes.length - macBytes);
  return prefix + bytes.toString('base64url');
}

/** Reads what may be a refresh token: undefined for whatever {@link writeRefreshToken} would have written differently. */
export function parseRefreshToken(token: unknown): ParsedRefreshToken | undefined {
  if (typeof token !== 'string' || token.length > maxLength || !token.startsWith(prefix)) return undefined;
  const bytes = Buffer.from(token.slice(prefix.length), 'base64url');
  if (prefix + bytes.toString('base64url') !== token || bytes[0] !== version) return undefined;
  const idLength = bytes[1] ?? 0;
  if (bytes.length !== fixedBytes + idLength) return undefined;

  const secretId = bytes.toString('latin1', 2, 2 + idLength);
  if (!secretIdPattern.test(secretId)) return undefined;
  const sessionId = bytes.toString('base64url', 2 + idLength, 2 + idLength + sessionIdBytes);
  const counter = bytes.readUIntBE(2 + idLength + sessionIdBytes, counterBytes);
  return { secretId, sessionId, counter, covered: bytes.subarray(0, -macBytes), mac: bytes.subarray(-macBytes) };
}

/** Whether the secret has authenticated the token for this issuer; in constant time. */
export function isAuthentic(token: ParsedRefreshToken, secret: Secret, issuer: string): boolean {
  return timingSafeEqual(token.mac, macOf(token.covered, secret, issuer));
}

/** @throws {InvalidOptionError} For a secret that is too short, or whose id is not 1–64 characters of visible ASCII. */
export function assertSecret(secret: Secret): Secret {
  const { id, bytes } = secret;
  if (!secretIdPattern.test(id))
    throw new InvalidOptionError('secrets', 'a secret needs an id of 1 to 64 visible ASCII characters.');
  if (bytes.length < minSecretBytes)
    throw new InvalidOptionError('secrets', `a secret needs at least ${minSecretBytes} random bytes.`);
  return secret;
}

/** Whether a value has the form of a session's id. */
export function isSessionId(value: unknown): value is string {
  return typeof value === 'string' && sessionIdPattern.test(value);
}

function macOf(covered: Uint8Array, secret: Secret, issuer: string): Buffer {
  // As text first: a digest as a buffer of its own costs twice as much.
  return Buffer.from(createHmac('sha256', keyOf(secret, issuer)).update(covered).digest('binary'), 'binary');
}

/** The issuer stands outside of the token: its holder need not be told. */
function keyOf(secret: Secret, issuer: string): KeyObject {
  const keys = derivedKeys.get(secret) ?? new Map<string, KeyObject>();
  let key = keys.get(issuer);
  if (key === undefined) {
    key = createSecretKey(new Uint8Array(hkdfSync('sha256', secret.bytes, '', `${keyLabel} ${issuer}`, macBytes)));
    derivedKeys.set(secret, keys.set(issuer, key));
  }
  return key;
}
